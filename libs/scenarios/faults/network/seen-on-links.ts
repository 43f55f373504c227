import type { WayEffects } from '#contracts';
import type { Driver, PartState } from '#runtime';
import type { FaultEvidence } from '../fault.js';
import type { ParameterValues } from '../parameters.js';
import { effectsOf } from '../evidence.js';
import { ask, type Asked, type AskOptions } from './ask.js';
import { addressOf, linksOf, type Link } from './links.js';
import { proxiesOf } from './proxies.js';
import { isSame } from './suffering.js';

/** One affected connection, seen from both sides. */
export interface LinkSeen {
  /** The result over our own connection through the same proxy. */
  readonly asked: Asked;
  /** The result without the proxy, at the same moment. */
  readonly straight: Asked;
  /** What the service reports about its own connections. */
  readonly way: WayEffects;
}

export interface LinkEvidence {
  readonly says: string;
  readonly question?: (amounts: ParameterValues) => AskOptions;
  /** @returns what is wrong with the connection, such as `refused`; null if nothing is */
  readonly sees: (seen: LinkSeen, amounts: ParameterValues) => string | null;
}

/**
 * Both halves must be seen: the service has no connection to the other part except through the proxy, and has tried at
 * least one; and our own connection through the same proxy shows the fault. Parts that are down for another reason are
 * left out.
 */
export function seenOnLinks({ says, question = () => ({}), sees }: LinkEvidence): FaultEvidence {
  return {
    says: `the service reaches the other part only through the proxy, where ${says}`,
    look: async ({ driver }, { name }, _sinceMs, { amounts, to }) => {
      const parts = await driver.parts();
      const proxies = (await proxiesOf(parts)?.there()) ?? [];
      // A service that is cut off is unhealthy, but it answers.
      const runs = (part: string) =>
        parts.some((one) => one.name === part && one.health !== 'down' && one.health !== 'paused');
      const links = linksOf(parts, name, to).filter((link) => runs(link.from) && runs(link.to));
      const ways = await waysOf(driver, links);
      const found = await Promise.all(
        links.map(async (link) => {
          const proxy = proxies.find((one) => isSame(one.link, link));
          const way = ways.find((one) => one.from === link.from && one.to === addressOf(parts, link.to));
          if (!proxy || !way || way.escaped > 0) return null;
          const { kind } = parts.find((part) => part.name === link.to) as PartState;
          const [asked, straight] = await Promise.all(
            [proxy.listen, way.to].map((address) => ask(address, kind, question(amounts))),
          );
          const wrong = sees({ asked: asked as Asked, straight: straight as Asked, way }, amounts);
          return wrong === null ? null : { link, wrong, tries: way.opened + way.failed };
        }),
      );
      const seen = found.filter((one) => one !== null);
      if (seen.length < links.length || !seen.some(({ tries }) => tries > 0)) return null;
      return seen
        .map(({ link, wrong, tries }) => `${link.from} to ${link.to}: ${wrong} (attempts: ${tries})`)
        .join('; ');
    },
  };
}

async function waysOf(driver: Driver, links: readonly Link[]): Promise<(WayEffects & { from: string })[]> {
  const services = [...new Set(links.map(({ from }) => from))];
  const told = await Promise.all(
    services.map(async (from) => {
      const { ways } = await effectsOf({ driver }, from);
      return ways.map((way) => ({ ...way, from }));
    }),
  );
  return told.flat();
}
