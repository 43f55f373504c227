import { dropMisfiled, type BrokerList } from './misfiled.js';

const at = (port: number) => ({ connectionPool: { host: '127.0.0.1', port } });
const said = [1, 2, 3].map((nodeId) => ({ nodeId, host: '127.0.0.1', port: 9_000 + nodeId }));

test('a broker that is filed under the number of another is taken from the list, and no other', () => {
  const list: BrokerList = { brokers: { 1: at(9_002), 2: at(9_002), 3: at(9_003) }, metadata: { brokers: said } };
  expect(dropMisfiled(list)).toBe(true);
  expect(Object.keys(list.brokers)).toEqual(['2', '3']);
});

test('a list that is right, or knows less than the cluster, stays as it is', () => {
  const list: BrokerList = { brokers: { 1: at(9_001), 2: at(9_002) }, metadata: { brokers: said } };
  expect(dropMisfiled(list)).toBe(false);
  expect(dropMisfiled({ ...list, metadata: null })).toBe(false);
  expect(Object.keys(list.brokers)).toEqual(['1', '2']);
});
