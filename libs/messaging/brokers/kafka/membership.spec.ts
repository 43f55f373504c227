import type { ReceivedMessage } from '../../broker.js';
import { silentLog } from '../../log.js';
import { silentObserver } from '../../observer.js';
import { openMembership, type Handed } from './membership.js';

/** What kafkajs passes in: one partition with two messages, repeatedly until the offset is resolved. */
function handedOver(committed: string[]): Handed {
  const messages = ['7', '8'].map((offset) => ({
    ...{ offset, key: null, value: Buffer.from('{}'), headers: {}, timestamp: '0', attributes: 0 },
  }));
  return {
    batch: { topic: 'order.placed', partition: 0, messages, lastOffset: () => '8' },
    isStale: () => false,
    heartbeat: async () => {},
    resolveOffset: () => {},
    commitOffsetsIfNecessary: async (offsets) => {
      committed.push(offsets?.topics[0]?.partitions[0]?.offset ?? '');
    },
  };
}

/** Position lookups fail, so only handled messages are committed. */
const away = () => Promise.reject(new Error('away'));
const noCluster = { coordinatorOf: away, offsets: away, refresh: async () => {} };
const consumer = { pause: () => {}, resume: () => {}, commitOffsets: async () => {} };

function membership(handled: ReceivedMessage[]) {
  const options = {
    ...{ group: 'review', cluster: noCluster, observer: silentObserver, log: silentLog },
    onBatch: async (messages: readonly ReceivedMessage[]) => void handled.push(...messages),
  };
  return openMembership(options, consumer, 500, () => {});
}

describe('a seat in a consumer group', () => {
  it('takes no new work during a rebalance', async () => {
    const handled: ReceivedMessage[] = [];
    const seat = membership(handled);
    seat.letGo();
    await seat.eachBatch(handedOver([]));
    expect(handled).toEqual([]);
  });

  it('resumes when it turns out to be ours still, without a rejoin', async () => {
    const handled: ReceivedMessage[] = [];
    const committed: string[] = [];
    const seat = membership(handled);
    seat.letGo();
    seat.goOn();
    await seat.eachBatch(handedOver(committed));
    expect(handled.map(({ offset }) => offset)).toEqual(['7', '8']);
    await seat.finish();
    expect(committed).toEqual(['9']);
  });

  it('does not resume once given up', async () => {
    const handled: ReceivedMessage[] = [];
    const seat = membership(handled);
    await seat.finish();
    seat.goOn();
    await seat.eachBatch(handedOver([]));
    expect(handled).toEqual([]);
  });
});
