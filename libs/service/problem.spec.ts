import { DatabaseAway } from '#database';
import { BrokerUnavailable, Unconfirmed } from '#messaging';
import { Problem, sendProblem, toProblem } from './problem.js';
import type { FastifyReply } from 'fastify';

const lost = new Error('Query read timeout');

/** The response for an error. */
function sent(error: unknown): { status: number; headers: Record<string, string>; body: Record<string, unknown> } {
  const headers: Record<string, string> = {};
  let status = 0;
  let body = '{}';
  const reply = {
    header: (name: string, value: string) => ((headers[name] = value), reply),
    status: (code: number) => ((status = code), reply),
    send: (text: string) => ((body = text), reply),
  };
  sendProblem(reply as unknown as FastifyReply, toProblem(error));
  return { status, headers, body: JSON.parse(body) as Record<string, unknown> };
}

describe('a dependency of a service is unavailable', () => {
  it.each([
    [new DatabaseAway('away', false, lost), 'database-away', false],
    [new DatabaseAway('away', true, lost), 'database-away', true],
    [new DatabaseAway('busy', false, lost), 'database-busy', false],
    [new BrokerUnavailable('no broker answers'), 'queue-away', false],
    [new Unconfirmed('sent and not confirmed'), 'queue-away', true],
  ])('%s is a 503 to be retried, and says whether something may be stored', (error, reason, mayBeStored) => {
    const { status, headers, body } = sent(error);
    expect(status).toBe(503);
    expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json; charset=utf-8' });
    expect(body).toMatchObject({ type: 'about:blank', title: 'Service Unavailable', status: 503, reason, mayBeStored });
    expect(String(body['detail']).includes('Idempotency-Key')).toBe(mayBeStored);
  });

  it('leaves other errors unchanged', () => {
    expect(sent(new Error('a bug')).status).toBe(500);
    expect(sent(new Error('a bug')).headers['retry-after']).toBeUndefined();
    expect(sent(new Problem(409, 'no'))).toMatchObject({ status: 409, body: { detail: 'no' } });
  });
});
