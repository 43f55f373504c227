import { ServerSilent } from './silence.js';

/**
 * Why the database does not serve a valid request. away: it is unreachable, stopping, starting, or does not respond in time. busy:
 * it is up but overloaded.
 */
export type Absence = 'away' | 'busy';

interface Signs {
  code?: string;
  message?: string;
}

const table: readonly { absence: Absence; when: (error: Signs) => boolean }[] = [
  // 53300 too many connections, and the rest of 53: out of memory, of disk, of locks. 57014: its own statement time-out.
  { absence: 'busy', when: ({ code }) => /^(53...|57014)$/.test(code ?? '') },
  // 08 connection lost; 57P01 to 57P05 ended by an operator, crashed, starting or stopping, dropped, idle; 25P03 idle too long.
  { absence: 'away', when: ({ code }) => /^(08...|57P0\d|25P03)$/.test(code ?? '') },
  {
    absence: 'away',
    when: ({ code }) =>
      /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/.test(
        code ?? '',
      ),
  },
  // Messages of the driver, which has no error codes. Every connection of the pool is in use:
  { absence: 'busy', when: ({ message }) => /^timeout exceeded when trying to connect/.test(message ?? '') },
  {
    absence: 'away',
    when: ({ message }) =>
      /^(Connection terminated|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/.test(
        message ?? '',
      ),
  },
];

/** Looks at the error, then at its cause. undefined: something else is wrong, perhaps with the request itself. */
export function absenceOf(error: unknown): Absence | undefined {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
    const signs = at as Signs & { cause?: unknown };
    const entry = table.find(({ when }) => when(signs));
    if (entry) return entry.absence;
    at = signs.cause;
  }
  return undefined;
}

/** Signs that no statement was sent: there was no connection to send it on. */
export function neverSent(error: unknown): boolean {
  if (error instanceof TooManyWaiting || error instanceof ServerSilent) return true;
  const { code = '', message = '' } = error as Signs;
  return (
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT|57P03|53300)$/.test(code) ||
    /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout|timeout expired)/.test(
      message,
    )
  );
}

/** Too many callers are already waiting for a connection. */
export class TooManyWaiting extends Error {
  constructor(waiting: number) {
    super(`${waiting} callers are already waiting for a connection`);
    this.name = 'TooManyWaiting';
  }
}

/** The database did not serve a valid request: the same request may succeed later. */
export class DatabaseAway extends Error {
  constructor(
    readonly absence: Absence,
    /** False: nothing was stored. True: a commit was sent without a response, or something was stored before. */
    readonly mayBeStored: boolean,
    cause: unknown,
  ) {
    super(`the database is ${absence}`, { cause });
    this.name = 'DatabaseAway';
  }
}

/** The error as a DatabaseAway if it is one, otherwise unchanged. */
export function asAway(error: unknown, mayBeStored: boolean): unknown {
  if (error instanceof TooManyWaiting) return new DatabaseAway('busy', false, error);
  if (error instanceof ServerSilent) return new DatabaseAway('away', false, error);
  const absence = absenceOf(error);
  return absence ? new DatabaseAway(absence, mayBeStored, error) : error;
}

/** For work after something was stored: if the database goes away now, the error says that it may be stored. */
export async function afterStoring<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseAway) throw new DatabaseAway(error.absence, true, error.cause);
    throw error;
  }
}
