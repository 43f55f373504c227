import { waitFor } from '#runtime';
import { setTimeout as pause } from 'node:timers/promises';
import type { Text } from '../../engine/design.js';
import type { LoadKind, LoadSize, LoadedRun, OpenLoad } from '../../engine/load-kind.js';
import type { Stage } from '../../engine/stage.js';
import { cameTrue, queuesEmpty, seenWithinMs } from '../../engine/watch-queue.js';
import { accountOf } from '../../ledger/account.js';
import { openAsAuditor } from '../../ledger/open-as-auditor.js';
import { readGiveaway, readUnpublished } from '../../ledger/read-vouchers.js';
import { voucherFates, voucherFigures, withDoubles, type VoucherFacts } from '../../ledger/vouchers.js';
import { openGiveaway, type GiveawayTerms } from './giveaway.js';
import { warmPresses } from './warm-presses.js';

/** The concurrency limit in voucher-provider.ts of both services. */
const callsAtOnce = 10;

/** Presses for vouchers, with a separate give-away for each run. */
export const vouchers: LoadKind = {
  name: 'vouchers',
  parameters: {
    vouchers: {
      ...{ describes: 'vouchers as a share of the requests', kind: 'share' },
      ...{ usual: '50%', atLeast: '1%', atMost: '90%' },
    },
    'provider-latency': {
      ...{ describes: 'response time of the voucher provider, in every design', kind: 'time' },
      ...{ usual: '30ms', atLeast: '10ms', atMost: '1s' },
    },
    'issuing-speed': {
      ...{ describes: 'rate limit of one issuing server behind a queue; 0/s: none', kind: 'rate' },
      ...{ usual: '0/s', atLeast: '0/s', atMost: '1000000/s' },
    },
  },
  capacityPerSecond: ({ 'provider-latency': latencyMs = 0 }) => (callsAtOnce * 1_000) / latencyMs,
  says,
  prepare: async (stage, size) => ({
    warmUp: (load, seconds) => warmPresses(stage, load, seconds),
    open: (run) => opened(stage, termsOf(size), run),
    close: async () => {},
  }),
};

/** Vouchers for a share of the presses, and more members than will press. */
export function termsOf({ phases, values }: LoadSize): GiveawayTerms {
  const presses = phases.reduce((sum, { seconds, ratePerSecond }) => sum + seconds * ratePerSecond, 0);
  return {
    vouchers: Math.max(100, Math.round((presses * (values['vouchers'] ?? 0)) / 100) * 100),
    members: Math.ceil(presses * 2),
    providerLatencyMs: values['provider-latency'] ?? 0,
    vouchersPerSecond: values['issuing-speed'] ?? 0,
  };
}

async function opened(stage: Stage, terms: GiveawayTerms, { design }: LoadedRun): Promise<OpenLoad> {
  const sku = `giveaway-${Date.now().toString(36)}-${design.name}`.slice(0, 64);
  const isQueued = design.load.requests === 'gifticons';
  await openGiveaway(stage.driver, sku, terms, stage.stopping);
  return {
    details: { sku },
    drained: async (limitSeconds) => !isQueued || everythingTold(stage, limitSeconds),
    audit: async (outcomes, isDrained) => {
      const found = await readGiveaway(stage.driver, isQueued ? 'queue' : 'direct', sku);
      const facts: VoucherFacts = { ...found, outcomes, isQueued, vouchers: terms.vouchers, isBehind: !isDrained };
      const fates = voucherFates(facts);
      const burst = voucherFigures(facts);
      return { account: withDoubles(accountOf(fates), burst, facts), fates, own: { burst } };
    },
  };
}

/**
 * Waits in the order in which a request travels: what has left one place is in the next, so nothing is missed in
 * between.
 * @returns false if the limit of one place was reached
 */
async function everythingTold(stage: Stage, limitSeconds: number): Promise<boolean> {
  const isPublished =
    (await queuesEmpty(stage, ['gifticon'], limitSeconds)) && (await everythingPublished(stage, limitSeconds));
  // A reading of the shop's queue from before the last answer does not count.
  await pause(seenWithinMs, undefined, { signal: stage.stopping });
  return isPublished && (await queuesEmpty(stage, ['shop'], limitSeconds));
}

async function everythingPublished(stage: Stage, limitSeconds: number): Promise<boolean> {
  const issuer = await openAsAuditor(stage.driver, 'gifticon');
  const what = 'the decisions of the issuing server to be published';
  const limit = { what, limitMs: limitSeconds * 1_000, everyMs: 250, signal: stage.stopping };
  const published = waitFor(limit, async () => {
    const left = await readUnpublished(issuer);
    if (left > 0) throw new Error(`${left} are not published`);
    return true;
  });
  return cameTrue(stage, published).finally(() => issuer.close());
}

function says(size: LoadSize): Text {
  const { vouchers: count, providerLatencyMs: latencyMs, vouchersPerSecond = 0 } = termsOf(size);
  const perSecond = Math.round((callsAtOnce * 1_000) / latencyMs);
  const busiest = size.phases.reduce((most, one) => (one.ratePerSecond > most.ratePerSecond ? one : most));
  const { ratePerSecond, seconds } = busiest;
  const limit =
    vouchersPerSecond > 0
      ? {
          en: ` The issuing server was limited to ${vouchersPerSecond} vouchers a second.`,
          ko: ` 발급 서버는 초당 ${vouchersPerSecond}장까지만 발급하도록 설정했습니다.`,
        }
      : { en: '', ko: '' };
  return {
    en: `Codes come from a provider that takes ${latencyMs} ms per code and serves ten concurrent calls per server, in every design: at most ${perSecond} vouchers a second, however fast this machine is. ${ratePerSecond} requests a second arrived for ${seconds} s, for ${count} vouchers.${limit.en}`,
    ko: `코드는 모든 구조에서 기프티콘 공급사에서 받습니다. 공급사는 한 건에 ${latencyMs}ms가 걸리고 서버 하나당 동시에 열 건까지 응답하므로, 컴퓨터가 아무리 빨라도 초당 ${perSecond}장이 한계입니다. 기프티콘 ${count}개를 두고 초당 ${ratePerSecond}건의 요청이 ${seconds}초 동안 몰렸습니다.${limit.ko}`,
  };
}
