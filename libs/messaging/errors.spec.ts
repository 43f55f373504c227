import { MalformedEvent } from '#contracts';
import { BrokerUnavailable, reasonOf, treatmentOf } from './errors.js';

const withCode = (code: string) => Object.assign(new Error('no'), { code });

test.each([
  ['a malformed event is given up immediately', new MalformedEvent('headers missing'), 'give up'],
  ['a handler that throws is retried a few times', new Error('no such coupon table'), 'again a few times'],
  ['something that is not an error is retried a few times', 'boom', 'again a few times'],
  ['a broker that is unavailable is waited for', new BrokerUnavailable('no answer'), 'again forever'],
  ['a database that shuts down is waited for', withCode('57P01'), 'again forever'],
  ['a database that refuses connections is waited for', withCode('ECONNREFUSED'), 'again forever'],
  ['a connection that broke is waited for', new Error('Connection terminated unexpectedly'), 'again forever'],
  ['a unique violation is retried a few times', withCode('23505'), 'again a few times'],
  ['a wrapped outage is still an outage', new Error('x', { cause: withCode('ECONNRESET') }), 'again forever'],
])('%s', (_title, error, treatment) => {
  expect(treatmentOf(error)).toBe(treatment);
});

test('the reason of a dead letter is one short line', () => {
  expect(reasonOf(new Error(`first\nsecond ${'x'.repeat(1_000)}`))).toMatch(/^Error: first second x+$/);
  expect(reasonOf(new Error('y'.repeat(1_000)))).toHaveLength(500);
});
