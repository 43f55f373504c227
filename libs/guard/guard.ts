/** What is known of a request before its body is read. */
export interface Visit {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The address at which it came in, as the socket has it. */
  readonly localAddress?: string | undefined;
}

export interface Refusal {
  readonly status: 421 | 403;
  readonly detail: string;
}

const readMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A name, an IPv4 address or a bracketed IPv6 address, with or without a port. */
const hostAndPort = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::\d{1,5})?$/i;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Two questions to every request.
 *
 * Is it addressed to us? A page of `evil.example` whose name is made to mean 127.0.0.1 (DNS rebinding) reaches our port, and its
 * browser takes us for that page's own server. The Host header still says `evil.example`: 421.
 *
 * Who writes? A browser sends a form or a plain POST of any page to any address and only keeps the answer from that page. It
 * says whose page it was (Sec-Fetch-Site; older ones Origin), and a page that is not our own may change nothing: 403.
 * Programs that are no browser send neither header, and are not in question. Reads change nothing, and no listener
 * of ours lets another origin see an answer (CORS).
 */
export class Guard {
  private readonly names: ReadonlySet<string>;

  /** @param names that are ours besides loopback, without port: what EVENTSTAGE_ALLOWED_HOSTS lists */
  constructor(names: readonly string[] = []) {
    this.names = new Set(names.map((name) => name.toLowerCase()));
  }

  /** Why a request is not answered; undefined when it is. */
  refusalOf({ method = 'GET', headers, localAddress }: Visit): Refusal | undefined {
    const host = one(headers['host']);
    if (!this.isOurs(host, localAddress)) {
      const named = host === undefined ? 'no Host' : `the Host ${JSON.stringify(host.slice(0, 100))}`;
      return {
        status: 421,
        detail: `A request to ${named} is not answered here. Ask at localhost, or list the name in EVENTSTAGE_ALLOWED_HOSTS.`,
      };
    }
    if (readMethods.has(method) || isOwnPage(headers, host as string)) return undefined;
    return {
      status: 403,
      detail: 'A page of another site asked for this. Only our own pages may change anything here.',
    };
  }

  /** The very address it came in at is as good as loopback: no other site can have it as its name. Prometheus uses it. */
  private isOurs(host: string | undefined, localAddress: string | undefined): boolean {
    const name = hostAndPort.exec(host ?? '')?.[1]?.toLowerCase();
    if (name === undefined) return false;
    return loopback.test(name) || this.names.has(name) || name === localAddress?.replace(/^::ffff:/, '');
  }
}

function isOwnPage(headers: Visit['headers'], host: string): boolean {
  const site = one(headers['sec-fetch-site']);
  // none: typed by a person, or from a bookmark.
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = one(headers['origin']);
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`;
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(', ') : header;
