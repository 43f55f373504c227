import { MalformedEvent } from '#contracts';

/**
 * What to do about an error, in one table.
 * - again forever: shared infrastructure is down (database, broker, network). The message is not at fault; giving up on
 *   it would turn an outage into lost work.
 * - again a few times: anything else. It may be temporary; if not, the message goes to the dead letters.
 * - give up: the message can never be handled.
 */
export type Treatment = 'again forever' | 'again a few times' | 'give up';

/** The broker could not be reached, or did not acknowledge in time. The messages may or may not have been stored. */
export class BrokerUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BrokerUnavailable';
  }
}

/** The message was sent, and not acknowledged in time: it may have been stored, so a retry must carry the same id. */
export class Unconfirmed extends BrokerUnavailable {
  constructor(message: string, cause?: unknown) {
    super(message, cause);
    this.name = 'Unconfirmed';
  }
}

/** No broker will ever accept this message. It is not stored. */
export class NeverTaken extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'NeverTaken';
  }
}

/** Brokers refused this message, sent alone, with an error that says nothing about it: it may never be accepted. */
export class DoubtfulMessage extends BrokerUnavailable {
  constructor(message: string, cause?: unknown) {
    super(message, cause);
    this.name = 'DoubtfulMessage';
  }
}

/** Not sent, because an earlier message with the same key was refused: it must not overtake that one. */
export class HeldBehind extends BrokerUnavailable {
  constructor(cause: unknown) {
    super('a message before it, with the same key, was refused', cause);
    this.name = 'HeldBehind';
  }
}

/** Some messages of a publish() were not stored, each for its own reason; all others were. */
export class NotAllStored extends Error {
  /** @param unstored by the index of the message in the call */
  constructor(readonly unstored: ReadonlyMap<number, Error>) {
    const [first] = unstored.values();
    super(`${unstored.size} messages were not stored: ${first?.message}`, { cause: first });
    this.name = 'NotAllStored';
  }
}

/** Thrown by a handler that knows that retrying is useless. The message becomes the reason of the dead letter. */
export class GiveUp extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GiveUp';
  }
}

/**
 * Work was interrupted because the member must give up its partition: the message is redelivered, here or elsewhere.
 */
export class LetGo extends Error {
  constructor(cause: unknown) {
    super('the work was interrupted: the consumer is stopping, or the group is rebalancing', { cause });
    this.name = 'LetGo';
  }
}

interface Signs {
  name?: string;
  code?: string;
  message?: string;
}

const table: readonly { treatment: Treatment; when: (error: Signs) => boolean }[] = [
  { treatment: 'give up', when: (error) => error instanceof MalformedEvent || error instanceof GiveUp },
  { treatment: 'again forever', when: (error) => error instanceof BrokerUnavailable || error instanceof LetGo },
  // SQLSTATE: 08 connection lost, 53 out of resources, 57P server shutting down or starting, 25P03 idle too long.
  { treatment: 'again forever', when: ({ code }) => /^(08...|53...|57P..|25P03)$/.test(code ?? '') },
  // Socket errors, from any client.
  {
    treatment: 'again forever',
    when: ({ code }) => /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/.test(code ?? ''),
  },
  // The pg driver's errors for a lost connection, which have no code.
  {
    treatment: 'again forever',
    when: ({ message }) =>
      /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
        message ?? '',
      ),
  },
];

/** Checks the error, then its causes: a wrapped lost connection is still a lost connection. */
export function treatmentOf(error: unknown): Treatment {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const signs = at as Signs;
    const entry = table.find(({ when }) => when(signs));
    if (entry) return entry.treatment;
  }
  return 'again a few times';
}

/** One line for a dead letter's reason. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll(/\s+/g, ' ').slice(0, 500);
}
