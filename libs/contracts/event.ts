import type { Static, TObject } from 'typebox';
import { checker, type Checked, type FieldError } from './check.js';

/** The contract of one kind of event. `type` is a past fact (`order.placed`) and also the name of its topic. */
export interface EventContract<Type extends string = string, Schema extends TObject = TObject> {
  readonly type: Type;
  /** Incremented when the shape of `data` changes incompatibly. */
  readonly version: number;
  /** The only service that publishes it. */
  readonly owner: string;
  /** The field of `data` whose value is the message key: events with the same key keep their order. */
  readonly key: keyof Static<Schema> & string;
  /** Partitions of its topic, if it needs more than the default. This many consumers of one group can share the work. */
  readonly partitions?: number;
  readonly schema: Schema;
  readonly check: (data: unknown) => Checked<Static<Schema>>;
}

export type EventData<C extends EventContract> = Static<C['schema']>;

/** One event. The envelope follows CloudEvents 1.0; on the wire it is in the message's headers (binary mode). */
export interface Event<C extends EventContract = EventContract> {
  /** Unique per event, and the same on redelivery: the idempotency key of every reaction. */
  id: string;
  type: C['type'];
  version: number;
  source: string;
  /** When it happened, ISO 8601 UTC: the start of the queue wait. */
  time: string;
  data: EventData<C>;
  /** W3C trace context of the span that caused it. */
  traceparent?: string;
}

/** Whether the event belongs to this contract. Its data has been validated: only parseEvent creates events. */
export function isEventOf<C extends EventContract>(contract: C, event: Event): event is Event & Event<C> {
  return event.type === contract.type && event.version === contract.version;
}

/** A message that is not a known event: never retried, always a dead letter, with this message as its reason. */
export class MalformedEvent extends Error {
  constructor(
    message: string,
    readonly errors: FieldError[] = [],
  ) {
    super(message);
    this.name = 'MalformedEvent';
  }
}

export function defineEvent<const Type extends string, Schema extends TObject>(
  contract: Omit<EventContract<Type, Schema>, 'check'>,
): EventContract<Type, Schema> {
  return { ...contract, check: checker(contract.schema) };
}

/**
 * Reads a message as the event that a consumer expects.
 * @param headers CloudEvents headers as text: ce_id, ce_type, ce_dataversion, ce_source, ce_time, traceparent
 * @throws MalformedEvent saying what is wrong: no headers, unknown type or version, not JSON, wrong schema
 */
export function parseEvent<C extends EventContract>(
  contract: C,
  headers: Readonly<Record<string, string | undefined>>,
  value: Buffer | null,
): Event<C> {
  const { ce_id: id, ce_type: type, ce_dataversion: version, ce_source: source, ce_time: time, traceparent } = headers;
  if (!id || !type || !version || !source || !time) {
    const missing = ['ce_id', 'ce_type', 'ce_dataversion', 'ce_source', 'ce_time'].filter((name) => !headers[name]);
    throw new MalformedEvent(`headers missing: ${missing.join(', ')}`);
  }
  if (type !== contract.type) throw new MalformedEvent(`type is ${type}, expected ${contract.type}`);
  if (version !== String(contract.version)) {
    throw new MalformedEvent(`version of ${type} is ${version}, expected ${contract.version}`);
  }
  if (Number.isNaN(Date.parse(time))) throw new MalformedEvent(`ce_time is not a time: ${time.slice(0, 40)}`);
  const checked = contract.check(parseJson(value));
  if (!checked.ok) {
    const first = checked.errors[0];
    throw new MalformedEvent(`data${first?.pointer ?? ''} ${first?.detail ?? 'is wrong'}`, checked.errors);
  }
  return { id, type, version: contract.version, source, time, data: checked.value as EventData<C>, traceparent };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(value: Buffer | null): unknown {
  if (value === null) throw new MalformedEvent('the message has no value');
  try {
    return JSON.parse(utf8.decode(value));
  } catch (cause) {
    throw new MalformedEvent(`the value is not JSON in UTF-8: ${(cause as Error).message}`);
  }
}
