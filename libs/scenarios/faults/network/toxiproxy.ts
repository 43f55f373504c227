import { NotPossible } from '#runtime';
import { request } from 'undici';

/** One effect of Toxiproxy on traffic: https://github.com/Shopify/toxiproxy#toxics. */
export interface Toxic {
  readonly type: 'latency' | 'bandwidth' | 'reset_peer' | 'timeout';
  /** upstream: what the service sends. downstream: what it receives. */
  readonly stream: 'upstream' | 'downstream';
  readonly attributes: Readonly<Record<string, number>>;
}

export interface Proxy {
  readonly name: string;
  /** host:port */
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
  readonly toxics: readonly (Toxic & { readonly name: string })[];
}

const patienceMs = 5_000;

/** The part of Toxiproxy's API that we need. Every call rejects if it does not answer. */
export class Toxiproxy {
  /** @param origin of its API: http://127.0.0.1:17084 */
  constructor(private readonly origin: string) {}

  async proxies(): Promise<Proxy[]> {
    return Object.values((await this.call('GET', '/proxies')) as Record<string, Proxy>);
  }

  /** @returns undefined if the port is taken */
  async create(proxy: Pick<Proxy, 'name' | 'listen' | 'upstream'>): Promise<Proxy | undefined> {
    try {
      return (await this.call('POST', '/proxies', { ...proxy, enabled: true })) as Proxy;
    } catch (error) {
      if (/address already in use/.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  /** A disabled proxy refuses connections, and has closed existing ones. */
  async enable({ name }: Pick<Proxy, 'name'>, enabled: boolean): Promise<void> {
    await this.call('POST', pathOf(name), { enabled });
  }

  async remove({ name }: Pick<Proxy, 'name'>): Promise<void> {
    await this.call('DELETE', pathOf(name));
  }

  async addToxic({ name }: Pick<Proxy, 'name'>, toxic: Toxic & { name: string }): Promise<void> {
    await this.call('POST', `${pathOf(name)}/toxics`, { ...toxic, toxicity: 1 });
  }

  async removeToxic({ name }: Pick<Proxy, 'name'>, toxic: string): Promise<void> {
    await this.call('DELETE', `${pathOf(name)}/toxics/${encodeURIComponent(toxic)}`);
  }

  private async call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const answer = await request(`${this.origin}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await answer.body.text();
    if (answer.statusCode < 300) return text === '' ? undefined : JSON.parse(text);
    throw new NotPossible(`Toxiproxy answered ${answer.statusCode} to ${method} ${path}: ${text.slice(0, 200)}`);
  }
}

const pathOf = (proxy: string): string => `/proxies/${encodeURIComponent(proxy)}`;
