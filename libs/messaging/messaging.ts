import { replayTopic, type EventContract, type EventData } from '#contracts';
import type { Database, Transaction } from '#database';
import type { Broker, ConsumeOptions, Consumption, OutgoingMessage, ReceivedMessage } from './broker.js';
import { consumerLoop } from './consume/consumer.js';
import { claim } from './consume/inbox.js';
import { boundInbox, type InboxAgeOptions } from './consume/inbox-age.js';
import { silentLog, type Log } from './log.js';
import { defaultRetryPolicy, type RetryPolicy } from './consume/retry.js';
import { silentObserver, type MessagingObserver } from './observer.js';
import { eventMessage, insertIntoOutbox, rowsFrom, type OutboxValues } from './publish/outbox.js';
import { scopeOf, type Reaction, type ReactionScope } from './consume/reaction.js';
import { openRelay } from './publish/relay.js';

/** Injected faults, for scenarios and tests. */
export interface MessagingFaults {
  /** Called before a handler: may wait, or throw like a failing handler. */
  beforeHandling(message: ReceivedMessage): Promise<void>;
  /** Called in the relay when the broker has the messages and the outbox does not know it yet. */
  afterPublish(): void;
}

export interface MessagingOptions {
  /** The service's name: also its consumer group, and the source of its events (/eventstage/<service>). */
  service: string;
  clientId: string;
  /** Opened and closed by the caller. */
  broker: Broker;
  /** Must have the tables of messagingMigrations. Opened and closed by the caller. */
  database: Database;
  /**
   * Separate connections to the same database for inScope and once, whose callers wait for an answer. Default:
   * `database`.
   */
  requests?: Pick<Database, 'transaction'>;
  /** Everything the service reacts to; empty for a service that only publishes. */
  reactions: readonly Reaction[];
  observer?: MessagingObserver;
  log?: Log;
  faults?: MessagingFaults;
  retry?: RetryPolicy;
  /** When to delete old receipts. Default: every hour. */
  pruning?: Pick<InboxAgeOptions, 'firstAfterMs' | 'everyMs'>;
}

/** The messaging of one service: its outbox with a relay, and its consumer group with an inbox. */
export interface Messaging {
  /** Starts the relay and joins the consumer group. Resolves immediately; healthy() says when the group is joined. */
  start(): Promise<void>;
  /** Finishes the current batch, publishes what was committed, leaves the group and stops the relay. */
  stop(): Promise<void>;
  healthy(): { broker: boolean; consumers: boolean };
  /**
   * The outbox row of an event, in the order of outboxColumns: for a service that writes business row and outbox row in
   * one statement. Call nudge() after the commit.
   */
  outboxRow<C extends EventContract>(contract: C, data: EventData<C>): OutboxValues;
  /**
   * An event as a message, for a service that bypasses the outbox because it stores nothing that the event would have
   * to agree with.
   * @param eventId the id by which reactions recognise a duplicate
   */
  message<C extends EventContract>(contract: C, data: EventData<C>, eventId: string): OutgoingMessage;
  /** Signals that outbox rows were committed, so that they are published immediately. */
  nudge(): void;
  /** Runs `work` in one transaction with what it publishes: everything happens, or nothing. */
  inScope<T>(work: (scope: ReactionScope) => Promise<T>): Promise<T>;
  /**
   * Like inScope, but only the first time that `key` is used with `handler`: for callers that may repeat themselves.
   * @returns false if it was done before, and nothing happened now
   */
  once(handler: string, key: string, work: (scope: ReactionScope) => Promise<void>): Promise<boolean>;
  /**
   * Calls `reset`, then handles every event again from the first. For views only: a reaction with effects outside its
   * tables would repeat them.
   * @param onProgress called with the number of messages left
   * @returns the number of messages, once all that existed at the start are handled
   */
  restartFromBeginning(
    reset: (transaction: Transaction) => Promise<void>,
    onProgress?: (messagesLeft: number) => void,
  ): Promise<{ messages: number }>;
}

/** A transaction over a batch is committed after this long, so that slow handlers show progress. */
const batchBudgetMs = 500;

export function openMessaging(options: MessagingOptions): Messaging {
  const { service, clientId, broker, database, reactions, faults } = options;
  const { observer = silentObserver, log = silentLog, retry = defaultRetryPolicy, requests = database } = options;
  const source = `/eventstage/${service}`;
  const relay = openRelay({ database, broker, observer, log, afterPublish: faults?.afterPublish.bind(faults) });
  const handle = consumerLoop({
    ...{ group: service, clientId, source, database, observer, log, reactions, retry, budgetMs: batchBudgetMs },
    beforeHandling: faults?.beforeHandling.bind(faults),
    onPublished: relay.nudge,
  });
  const inbox = boundInbox({ database, log, ...options.pruning });
  const eventTopics = [...new Set(reactions.map(({ on }) => on.type))];
  let consumption: Consumption | undefined;

  const consume = async (onPosition?: ConsumeOptions['onPosition']) => {
    if (reactions.length === 0) return;
    consumption = await broker.consume({
      group: service,
      topics: [...eventTopics, replayTopic(service)],
      clientId,
      onBatch: handle,
      onPosition,
    });
  };
  const inScope = async <T>(work: (scope: ReactionScope) => Promise<T>): Promise<T> => {
    const rows: OutboxValues[] = [];
    const result = await requests.transaction(async (transaction) => {
      const value = await work(scopeOf(transaction, rows, { source, observer }));
      await insertIntoOutbox(transaction, rows);
      return value;
    });
    if (rows.length > 0) relay.nudge();
    return result;
  };

  return {
    async start() {
      relay.start();
      inbox.start();
      await consume();
    },
    async stop() {
      await consumption?.stop();
      consumption = undefined;
      await Promise.all([relay.stop(), inbox.stop()]);
    },
    healthy: () => ({
      broker: broker.healthy(),
      consumers: reactions.length === 0 || consumption?.healthy() === true,
    }),
    outboxRow: rowsFrom({ source, observer }),
    message: (contract, data, eventId) =>
      eventMessage(contract, data, { source, eventId, traceparent: observer.currentTraceparent() }),
    nudge: relay.nudge,
    inScope,
    once: (handler, key, work) =>
      inScope(async (scope) => {
        const isFirst = (await claim(scope.transaction, [{ handler, eventId: key }])).size === 1;
        if (isFirst) await work(scope);
        return isFirst;
      }),
    async restartFromBeginning(reset, onProgress) {
      await consumption?.stop();
      consumption = undefined;
      // Rewind the group before the tables: a crash between the two only redelivers events that the inbox knows.
      const rewound = await broker.rewind(service, eventTopics);
      await database.transaction(async (transaction) => {
        await reset(transaction);
        const handlers = reactions.map(({ handler }) => handler);
        await transaction.query('DELETE FROM inbox WHERE handler = ANY($1)', [handlers]);
      });
      const caughtUp = Promise.withResolvers<void>();
      const left = new Map(rewound.map(({ topic, partition, messages }) => [`${topic}/${partition}`, messages]));
      const sumLeft = () => [...left.values()].reduce((sum, messages) => sum + messages, 0);
      const messages = sumLeft();
      const onPosition: ConsumeOptions['onPosition'] = ({ topic, partition, offset }) => {
        const place = rewound.find((at) => at.topic === topic && at.partition === partition);
        if (!place || sumLeft() === 0) return;
        left.set(`${topic}/${partition}`, Math.max(0, Number(place.end) - Number(offset)));
        onProgress?.(sumLeft());
        if (sumLeft() === 0) caughtUp.resolve();
      };
      onProgress?.(messages);
      await consume(onPosition);
      if (messages > 0) await caughtUp.promise;
      return { messages };
    },
  };
}
