/** What is known about a request before its body is read. */
export interface Visit {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The local address of the socket. */
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
 * Two checks for every request.
 *
 * Is it addressed to us? A page of `evil.example` whose host name resolves to 127.0.0.1 (DNS rebinding) reaches our port, and the
 * browser takes us for that page's own server. The Host header still says `evil.example`: 421.
 *
 * Does another site write? A browser sends a form or a simple POST from any page to any address and only hides the response from
 * that page. It names the site (Sec-Fetch-Site; older browsers Origin), and only our own pages can change anything: 403.
 * Non-browser clients send neither header and pass. Reads change nothing, and no listener of ours lets another origin see a
 * response (CORS).
 */
export class Guard {
  private readonly names: ReadonlySet<string>;

  /** @param names allowed besides loopback, without port: from EVENTSTAGE_ALLOWED_HOSTS */
  constructor(names: readonly string[] = []) {
    this.names = new Set(names.map((name) => name.toLowerCase()));
  }

  /** Why a request is refused; undefined if it is not. */
  refusalOf({ method = 'GET', headers, localAddress }: Visit): Refusal | undefined {
    const host = one(headers['host']);
    if (!this.isOurs(host, localAddress)) {
      const named = host === undefined ? 'no Host' : `the Host ${JSON.stringify(host.slice(0, 100))}`;
      return {
        status: 421,
        detail: `This server does not answer requests to ${named}. Use localhost, or add the name to EVENTSTAGE_ALLOWED_HOSTS.`,
      };
    }
    if (readMethods.has(method) || isOwnPage(headers, host as string)) return undefined;
    return {
      status: 403,
      detail: 'The request comes from a page of another site. Only our own pages can change anything here.',
    };
  }

  /** The local address itself is as safe as loopback, because no other site can have it as its name. Prometheus uses it. */
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
