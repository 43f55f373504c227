import { NotPossible, type PartState } from '#runtime';
import { linkNamed, nameOf, type Link } from './links.js';
import type { Suffering } from './suffering.js';
import { Toxiproxy } from './toxiproxy.js';

/** Toxiproxy's API uses one of its ports; this many from `links` on are for connections. */
const ports = 100;

/** Toxiproxy if it is running; undefined until a network fault is requested. */
export function proxiesOf(parts: readonly PartState[]): Proxies | undefined {
  const part = parts.find(({ kind, health }) => kind === 'proxy' && health === 'up');
  return part?.address ? new Proxies(new Toxiproxy(part.address), part.ports['links'] as number) : undefined;
}

/** The proxies between parts: one for each affected connection. */
export class Proxies {
  constructor(
    private readonly toxiproxy: Toxiproxy,
    private readonly firstPort: number,
  ) {}

  /** host:port at which the proxy of each connection listens. */
  async there(): Promise<{ link: Link; listen: string }[]> {
    const found = await this.toxiproxy.proxies();
    return found.map(({ name, listen }) => ({ link: linkNamed(name), listen }));
  }

  /** Puts a proxy between the two, if there is none; it lets everything through. @param upstream host:port */
  async between(link: Link, upstream: string): Promise<void> {
    const name = nameOf(link);
    const there = await this.toxiproxy.proxies();
    if (there.some((proxy) => proxy.name === name)) return;
    for (let port = this.firstPort; port < this.firstPort + ports; port++) {
      const listen = `127.0.0.1:${port}`;
      if (there.some((proxy) => proxy.listen === listen)) continue;
      // Another program may have the port.
      if (await this.toxiproxy.create({ name, listen, upstream })) return;
    }
    throw new NotPossible(
      `There is no free port for a proxy from ${this.firstPort} on, of ${ports}: \`npm run stage -- fault clear\`, and try again.`,
    );
  }

  /** Configures the proxy to do exactly what its connection needs. */
  async make({ link, toxics, refuses }: Suffering): Promise<void> {
    const proxy = (await this.toxiproxy.proxies()).find(({ name }) => name === nameOf(link));
    if (!proxy) return;
    const has = (list: readonly { name: string }[], name: string) => list.some((one) => one.name === name);
    for (const { name } of proxy.toxics) if (!has(toxics, name)) await this.toxiproxy.removeToxic(proxy, name);
    for (const toxic of toxics) if (!has(proxy.toxics, toxic.name)) await this.toxiproxy.addToxic(proxy, toxic);
    if (proxy.enabled === refuses) await this.toxiproxy.enable(proxy, !refuses);
  }

  async remove(link: Link): Promise<void> {
    await this.toxiproxy.remove({ name: nameOf(link) });
  }
}
