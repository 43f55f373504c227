import type { EachBatchPayload, OffsetsByTopicPartition } from 'kafkajs';
import type { ReceivedMessage } from '../../broker.js';
import { silentLog } from '../../log.js';
import { openCommits } from './commits.js';

const at = (partition: number, offset: string) => ({ topic: 'order.placed', partition, offset }) as ReceivedMessage;

/** Brokers that record what is committed, and acknowledge or refuse on command. */
function brokers() {
  const asked: string[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const commit: EachBatchPayload['commitOffsetsIfNecessary'] = async (offsets) => {
    const places = (offsets as OffsetsByTopicPartition).topics.flatMap(({ partitions }) =>
      partitions.map(({ partition, offset }) => `${partition}:${offset}`),
    );
    asked.push(places.join(' '));
    const answer = Promise.withResolvers<void>();
    answers.push(answer);
    await answer.promise;
  };
  const asks = async (count: number) => {
    while (asked.length < count) await new Promise(setImmediate);
    return answers[count - 1]!;
  };
  return { asked, asks, commit };
}

const onStuck = (error: unknown) => {
  throw error;
};

test('while one commit is in flight the next one collects, and only a partition’s highest offset is sent', async () => {
  const { asked, asks, commit } = brokers();
  const committed: string[] = [];
  const commits = openCommits(silentLog, { onCommitted: ({ offset }) => committed.push(offset), onStuck });
  commits.done(at(0, '7'), commit);
  const first = await asks(1);
  for (const offset of ['8', '9']) commits.done(at(0, offset), commit);
  commits.done(at(1, '3'), commit);
  const closed = commits.close();
  first.resolve();
  (await asks(2)).resolve();
  await closed;
  expect(asked).toEqual(['0:8', '0:10 1:4']);
  expect(committed).toEqual(['7', '9', '3']);
});

test('a failed commit is retried together with newer offsets', async () => {
  const { asked, asks, commit } = brokers();
  const commits = openCommits(silentLog, { onCommitted: () => {}, onStuck });
  commits.done(at(0, '7'), commit);
  commits.done(at(1, '1'), commit);
  (await asks(1)).resolve();
  const second = await asks(2);
  commits.done(at(0, '8'), commit);
  second.reject(new Error('the coordinator moves'));
  (await asks(3)).resolve();
  await commits.close();
  expect(asked).toEqual(['0:8', '1:2', '1:2 0:9']);
});

test('offsets of a past assignment are never committed, not even after a failure', async () => {
  const { asked, asks, commit } = brokers();
  const commits = openCommits(silentLog, { onCommitted: () => {}, onStuck });
  commits.done(at(0, '7'), commit);
  const first = await asks(1);
  commits.done(at(0, '8'), commit);
  commits.forget();
  first.reject(new Error('not a member'));
  await commits.close();
  expect(asked).toEqual(['0:8']);
});

test('closing does not wait for refusing brokers', async () => {
  const { asked, asks, commit } = brokers();
  const commits = openCommits(silentLog, { onCommitted: () => {}, onStuck });
  commits.done(at(0, '7'), commit);
  const first = await asks(1);
  const closed = commits.close();
  first.reject(new Error('no coordinator'));
  await closed;
  expect(asked).toHaveLength(1);
});

test('an unanswered commit is sent again, with newer offsets', async () => {
  const { asked, asks, commit } = brokers();
  const commits = openCommits(silentLog, { onCommitted: () => {}, onStuck, answerLimitMs: 20 });
  commits.done(at(0, '7'), commit);
  commits.done(at(1, '1'), commit);
  (await asks(2)).resolve();
  await commits.close();
  expect(asked).toEqual(['0:8', '0:8 1:2']);
});

test('commits that keep failing are reported, but not during a rebalance', async () => {
  const { asks, commit } = brokers();
  const stuck: unknown[] = [];
  const commits = openCommits(silentLog, { onCommitted: () => {}, onStuck: (error) => stuck.push(error) });
  commits.done(at(0, '7'), commit);
  const passing = Object.assign(new Error('the group is joining'), { type: 'REBALANCE_IN_PROGRESS' });
  for (const asked of [1, 2, 3]) (await asks(asked)).reject(passing);
  const moved = Object.assign(new Error('not the coordinator'), { type: 'NOT_COORDINATOR_FOR_GROUP' });
  for (const asked of [4, 5]) (await asks(asked)).reject(moved);
  const last = await asks(6);
  expect(stuck).toEqual([]);
  last.reject(moved);
  await asks(7);
  expect(stuck).toEqual([moved]);
  const closed = commits.close();
  (await asks(7)).resolve();
  await closed;
});
