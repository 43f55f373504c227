import type { Way } from '#contracts';
import { waitFor, type ActiveFault, type Driver } from '#runtime';
import type { Fault } from '../fault.js';
import { effectsOf } from '../evidence.js';
import { addressOf, type Link } from './links.js';
import { proxiesOf } from './proxies.js';
import { isSame, linksOrNone, sufferingOf } from './suffering.js';

export interface NetworkOptions {
  readonly driver: Driver;
  readonly faults: readonly Fault[];
  /** The active faults, from the journal. */
  readonly active: () => readonly ActiveFault[];
  /** Tells a service its routes, along with its other switch settings. */
  readonly setSwitch: (service: string) => Promise<void>;
}

const moveLimitMs = 3_000;

/**
 * Configures the connections between parts from the fault journal: each affected connection goes through a proxy, and
 * no other does. Keeps no state itself, so the next process can continue where one died.
 */
export class Network {
  constructor(private readonly options: NetworkOptions) {}

  /** The routes a service must use now. None if Toxiproxy is not running. */
  async ways(service: string): Promise<Way[]> {
    const { driver, faults, active } = this.options;
    if (!active().some(({ fault }) => faults.some(({ name, onLinks }) => name === fault && onLinks))) return [];
    const parts = await driver.parts();
    const mine = sufferingOf(faults, active(), parts).filter(({ link }) => link.from === service);
    const there = mine.length > 0 ? ((await proxiesOf(parts)?.there()) ?? []) : [];
    return mine.flatMap(({ link }) => {
      const proxy = there.find((one) => isSame(one.link, link));
      return proxy ? [{ to: addressOf(parts, link.to), by: proxy.listen }] : [];
    });
  }

  /**
   * @param ended a fault that is no longer in the journal: its services are updated even if no proxy is left
   * @throws NotPossible if Toxiproxy cannot be started
   * @throws if a service cannot be told. When a fault ends, one that is just starting is started anew
   */
  async putRight(ended?: Pick<ActiveFault, 'part' | 'to'>): Promise<void> {
    const { driver, faults, active } = this.options;
    const suffering = sufferingOf(faults, active(), await driver.parts());
    if (suffering.length > 0) await driver.start('toxiproxy');
    const parts = await driver.parts();
    const proxies = proxiesOf(parts);
    const before = (await proxies?.there()) ?? [];
    for (const { link } of suffering) await proxies?.between(link, addressOf(parts, link.to));
    const bite = async (late: boolean) => {
      for (const one of suffering) if (one.onceMoved === late) await proxies?.make(one);
    };
    await bite(false);
    const touched = [...suffering, ...before].map(({ link }) => link);
    const links = ended ? [...touched, ...linksOrNone(parts, ended)] : touched;
    const untold = await this.tell(servicesOf(links));
    if (untold[0] && !ended) throw untold[0].why;
    const late = suffering.filter(({ onceMoved }) => onceMoved);
    await Promise.all(late.map(({ link }) => this.moved(link, addressOf(parts, link.to))));
    await bite(true);
    for (const { link } of before) {
      if (!suffering.some((one) => isSame(one.link, link))) await proxies?.remove(link);
    }
    await Promise.all(untold.map(({ service }) => this.startAnew(service)));
  }

  /**
   * Skips services that are down: they start with the routes of that moment.
   * @returns those that do not listen: they are starting, or have just died
   */
  private async tell(services: readonly string[]): Promise<{ service: string; why: unknown }[]> {
    const told = services.map(async (service) => {
      if (await this.isDown(service)) return [];
      try {
        await this.options.setSwitch(service);
        return [];
      } catch (why) {
        if ((why as { code?: string }).code !== 'ECONNREFUSED') throw why;
        return [{ service, why }];
      }
    });
    return (await Promise.all(told)).flat();
  }

  /**
   * For a service that was started during the fault and does not listen yet: it cannot be told, and may be waiting for a
   * proxy that is gone. A new process starts with the routes of now.
   */
  private async startAnew(service: string): Promise<void> {
    if (await this.isDown(service)) return;
    await this.options.driver.kill(service);
    // One that exits has another reason, and is restarted as ever.
    await this.options.driver.start(service).catch(() => {});
  }

  private async isDown(service: string): Promise<boolean> {
    const parts = await this.options.driver.parts();
    return parts.every(({ name, health }) => name !== service || health === 'down');
  }

  /** Waits a while for the service to reopen a connection; an unused one is opened later. */
  private async moved({ from }: Link, to: string): Promise<void> {
    const isThere = async () => (await effectsOf(this.options, from)).ways.some((way) => way.to === to && way.open > 0);
    const what = `${from} to reopen its connections`;
    await waitFor({ what, limitMs: moveLimitMs, everyMs: 100 }, isThere).catch(() => {});
  }
}

const servicesOf = (links: readonly Link[]): string[] => [...new Set(links.map(({ from }) => from))];
