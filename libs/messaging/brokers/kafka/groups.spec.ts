import { describeGroups } from './groups.js';

interface Coordinator {
  nodeId: number;
  /** What it answers for one group; a throw fails the whole request, as in kafkajs. */
  describe: (group: string) => void;
}

function clusterOf(coordinators: Record<string, Coordinator>) {
  const asked: string[] = [];
  const refreshed: unknown[] = [];
  const connection = ({ nodeId, describe }: Coordinator) => ({
    nodeId,
    describeGroups: async ({ groupIds }: { groupIds: string[] }) => {
      asked.push(`${nodeId}: ${groupIds.join(' ')}`);
      groupIds.forEach(describe);
      return {
        groups: groupIds.map((groupId) => ({
          ...{ errorCode: 0, groupId, state: 'Empty', protocolType: 'consumer', members: [] },
        })),
      };
    },
  });
  const cluster = {
    coordinatorOf: async (group: string) => {
      const coordinator = coordinators[group];
      if (!coordinator) throw new Error(`nobody keeps ${group}`);
      return connection(coordinator);
    },
    refresh: async (error: unknown) => void refreshed.push(error),
  };
  return { cluster, asked, refreshed };
}

const moved = Object.assign(new Error('not mine any more'), { type: 'NOT_COORDINATOR_FOR_GROUP' });
const well = () => {};

test('each coordinator is asked once, and the answers keep the order of the request', async () => {
  const one = { nodeId: 1, describe: well };
  const two = { nodeId: 2, describe: well };
  const { cluster, asked } = clusterOf({ a: one, b: two, c: one });
  const states = await describeGroups(cluster, ['a', 'b', 'c']);
  expect(asked).toEqual(['1: a c', '2: b']);
  expect(states).toEqual(['a', 'b', 'c'].map((group) => ({ group, state: 'empty', members: [] })));
});

test('a group that has moved does not hide the other groups of its coordinator', async () => {
  const one = { nodeId: 1, describe: (group: string) => void (group === 'b' && fail(moved)) };
  const { cluster, refreshed } = clusterOf({ a: one, b: one, c: one });
  const states = await describeGroups(cluster, ['a', 'b', 'c', 'kept by nobody']);
  expect(states.map(({ state }) => state)).toEqual(['empty', 'unknown', 'empty', 'unknown']);
  expect(refreshed).toEqual([new Error('nobody keeps kept by nobody'), moved]);
});

test('a coordinator that does not answer is not asked again for each of its groups', async () => {
  const silent = { nodeId: 1, describe: () => fail(new Error('no answer in time')) };
  const { cluster, asked } = clusterOf({ a: silent, b: silent, c: { nodeId: 2, describe: well } });
  const states = await describeGroups(cluster, ['a', 'b', 'c']);
  expect(states.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'empty']);
  expect(asked).toEqual(['1: a b', '2: c']);
});

function fail(error: Error): never {
  throw error;
}
