import { DatabaseAway } from '#database';
import { BrokerUnavailable, Unconfirmed } from '#messaging';
import fastify from 'fastify';
import { Problem, sendProblem, toProblem } from './problem.js';

const lost = new Error('Query read timeout');

/** The response for an error. */
async function sent(error: unknown) {
  const server = fastify();
  server.get('/', (_, reply) => sendProblem(reply, toProblem(error)));
  const { statusCode: status, headers, json } = await server.inject('/');
  await server.close();
  return { status, headers, body: json<Record<string, unknown>>() };
}

describe('a dependency of a service is unavailable', () => {
  it.each([
    [new DatabaseAway('away', false, lost), 'database-away', false],
    [new DatabaseAway('away', true, lost), 'database-away', true],
    [new DatabaseAway('busy', false, lost), 'database-busy', false],
    [new BrokerUnavailable('no broker answers'), 'queue-away', false],
    [new Unconfirmed('sent and not confirmed'), 'queue-away', true],
  ])('%s is a 503 to be retried, and says whether something may be stored', async (error, reason, mayBeStored) => {
    const { status, headers, body } = await sent(error);
    expect(status).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json; charset=utf-8' });
    expect(body).toMatchObject({ type: 'about:blank', title: 'Service Unavailable', status: 503, reason, mayBeStored });
    expect(String(body['detail']).includes('Idempotency-Key')).toBe(mayBeStored);
  });

  it('leaves other errors unchanged', async () => {
    const bug = await sent(new Error('a bug'));
    expect(bug.status).toBe(500);
    expect(bug.headers['retry-after']).toBeUndefined();
    expect(await sent(new Problem(409, 'no'))).toMatchObject({ status: 409, body: { detail: 'no' } });
  });
});
