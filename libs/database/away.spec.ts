import { absenceOf, afterStoring, asAway, DatabaseAway, neverSent, TooManyWaiting } from './away.js';

const failure = (message: string, code?: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), code === undefined ? {} : { code });

describe('an error of the database', () => {
  it.each([
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:17054', 'away'],
    ['ECONNRESET', 'read ECONNRESET', 'away'],
    ['EPIPE', 'write EPIPE', 'away'],
    ['ETIMEDOUT', 'connect ETIMEDOUT', 'away'],
    ['57P01', 'terminating connection due to administrator command', 'away'],
    ['57P02', 'terminating connection because of crash of another server process', 'away'],
    ['57P03', 'the database system is starting up', 'away'],
    ['08006', 'connection failure', 'away'],
    ['53300', 'sorry, too many clients already', 'busy'],
    ['53100', 'could not extend file: No space left on device', 'busy'],
    ['57014', 'canceling statement due to statement timeout', 'busy'],
    [undefined, 'timeout exceeded when trying to connect', 'busy'],
    [undefined, 'Connection terminated unexpectedly', 'away'],
    [undefined, 'Connection terminated due to connection timeout', 'away'],
    [undefined, 'Query read timeout', 'away'],
    [undefined, 'Client has encountered a connection error and is not queryable', 'away'],
  ])('with code %s (%s) means that it is %s', (code, message, absence) => {
    expect(absenceOf(failure(message, code))).toBe(absence);
    expect(absenceOf(new Error('wrapped', { cause: failure(message, code) }))).toBe(absence);
    expect(asAway(failure(message, code), true)).toBeInstanceOf(DatabaseAway);
  });

  it.each([
    ['23505', 'duplicate key value violates unique constraint'],
    ['42P01', 'relation "orders" does not exist'],
    ['40001', 'could not serialize access'],
    ['28P01', 'password authentication failed'],
    [undefined, 'an order was not stored although its idempotency key is new'],
  ])('with code %s (%s) is not about its absence', (code, message) => {
    const error = failure(message, code);
    expect(absenceOf(error)).toBeUndefined();
    expect(asAway(error, true)).toBe(error);
  });

  it('knows when nothing can have been sent, and assumes the worst otherwise', () => {
    expect(neverSent(failure('connect ECONNREFUSED', 'ECONNREFUSED'))).toBe(true);
    expect(neverSent(failure('sorry, too many clients already', '53300'))).toBe(true);
    expect(neverSent(failure('timeout exceeded when trying to connect'))).toBe(true);
    expect(neverSent(new TooManyWaiting(5_000))).toBe(true);
    expect(neverSent(failure('read ECONNRESET', 'ECONNRESET'))).toBe(false);
    expect(neverSent(failure('Query read timeout'))).toBe(false);
    expect(neverSent(failure('terminating connection', '57P01'))).toBe(false);
  });
});

describe('work after something was stored', () => {
  it('reports that it may be stored if the database goes away', async () => {
    const away = new DatabaseAway('away', false, failure('read ECONNRESET', 'ECONNRESET'));
    await expect(afterStoring(() => Promise.reject(away))).rejects.toMatchObject({ mayBeStored: true });
    const other = failure('duplicate key', '23505');
    await expect(afterStoring(() => Promise.reject(other))).rejects.toBe(other);
  });
});
