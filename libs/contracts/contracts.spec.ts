import { readdirSync, readFileSync } from 'node:fs';
import { catalog, consumerGroups, MalformedEvent, orderPlaced, parseEvent, topics } from '#contracts';

const examplesFolder = 'libs/contracts/examples';
const exampleOf = (type: string, version: number): unknown =>
  JSON.parse(readFileSync(`${examplesFolder}/${type}.v${version}.json`, 'utf8'));

const headers = {
  ce_specversion: '1.0',
  ce_id: 'e1',
  ce_type: 'order.placed',
  ce_dataversion: '1',
  ce_source: '/eventstage/order',
  ce_time: '2026-11-22T03:00:00.000Z',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};
const value = Buffer.from(JSON.stringify(exampleOf('order.placed', 1)));

test.each(catalog.map((contract) => [`${contract.type} v${contract.version}`, contract] as const))(
  'the example of %s matches its schema and contains its key',
  (_name, contract) => {
    const example = exampleOf(contract.type, contract.version);
    expect(contract.check(example)).toEqual({ ok: true, value: example });
    expect(example).toHaveProperty([contract.key]);
  },
);

test('there is no example without a contract', () => {
  expect(readdirSync(examplesFolder).sort()).toEqual(
    catalog.map(({ type, version }) => `${type}.v${version}.json`).sort(),
  );
});

test('each event has a topic of the same name, each group a dead-letter and a replay topic', () => {
  const names = topics.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { type } of catalog) expect(names).toContain(type);
  for (const { name } of consumerGroups)
    expect(names).toEqual(expect.arrayContaining([`dead-letter.${name}`, `replay.${name}`]));
});

test('groups react only to events that exist', () => {
  const types = catalog.map(({ type }) => type);
  for (const { reactsTo } of consumerGroups) expect(types).toEqual(expect.arrayContaining([...reactsTo]));
});

test('a message with valid headers and data is read as its event', () => {
  expect(parseEvent(orderPlaced, headers, value)).toMatchObject({
    id: 'e1',
    version: 1,
    traceparent: headers.traceparent,
    data: { memberId: 'member-0001', totalWon: 9_000 },
  });
});

test('a field that a newer owner added does not break an older reader', () => {
  const newer = Buffer.from(JSON.stringify({ ...(exampleOf('order.placed', 1) as object), giftWrap: true }));
  expect(parseEvent(orderPlaced, headers, newer).data).toMatchObject({ giftWrap: true });
});

test.each<[string, Record<string, string>, Buffer | null, RegExp]>([
  ['no headers', {}, value, /headers missing: ce_id, ce_type/],
  [
    'an unknown type',
    { ...headers, ce_type: 'order.vanished' },
    value,
    /type is order.vanished, expected order.placed/,
  ],
  ['an unknown version', { ...headers, ce_dataversion: '9' }, value, /version of order.placed is 9, expected 1/],
  ['an invalid time', { ...headers, ce_time: 'yesterday' }, value, /ce_time is not a time/],
  ['no value', headers, null, /no value/],
  ['text that is not JSON', headers, Buffer.from('{oops'), /not JSON/],
  ['bytes that are not UTF-8', headers, Buffer.from([0x22, 0xff, 0x22]), /not JSON in UTF-8/],
  ['data of another shape', headers, Buffer.from('{"orderId":1}'), /data\//],
])('a message with %s is malformed, and says why', (_name, messageHeaders, messageValue, reason) => {
  const read = () => parseEvent(orderPlaced, messageHeaders, messageValue);
  expect(read).toThrow(MalformedEvent);
  expect(read).toThrow(reason);
});
