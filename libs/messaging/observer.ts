import type { OutgoingMessage, ReceivedMessage } from './broker.js';
import type { OutboxState } from './publish/outbox.js';

/**
 * The outcome of one attempt at one message in one consumer group. 'rolled-back': the handler did its part, but another
 * message of the same transaction did not; the message is handled again immediately.
 */
export type Outcome = 'handled' | 'duplicate' | 'dead-lettered' | 'failed' | 'rolled-back';

/**
 * The events that messaging reports to its observers. Messaging does not care who listens; libs/telemetry turns them
 * into spans and metrics. No method may throw.
 */
export interface MessagingObserver {
  /** W3C traceparent of the current work, to be stored with an outbox row. */
  currentTraceparent(): string | undefined;
  /**
   * Messages are about to be sent. Returns them as they must be sent (headers.traceparent replaced by that of the
   * `send` span), and a function to call when the broker has answered.
   */
  sending(messages: readonly OutgoingMessage[]): {
    messages: readonly OutgoingMessage[];
    done: (error?: unknown) => void;
  };
  /** A batch was fetched: messages of one partition. */
  received(group: string, messages: readonly ReceivedMessage[]): void;
  /** Runs the handler of one message in the context of the message's own trace (`process` span). */
  processing(
    about: { group: string; clientId: string; handler: string; message: ReceivedMessage; attempt: number },
    handle: () => Promise<Outcome>,
  ): Promise<Outcome>;
  /** An attempt failed and will be repeated after the pause. */
  retrying(about: {
    group: string;
    handler: string;
    topic: string;
    attempt: number;
    error: unknown;
    pauseMs: number;
  }): void;
  deadLettered(about: { group: string; handler: string; topic: string; reason: string }): void;
  /** This many messages were deleted before the group got them; it continues after them. */
  missed(group: string, topic: string, messages: number): void;
  /** Offsets through this message were committed. */
  committed(group: string, last: ReceivedMessage): void;
  /** What is waiting in this service's outbox, and what was set aside because no broker accepts it. */
  outbox(state: OutboxState): void;
}

/** Ignores everything. */
export const silentObserver: MessagingObserver = {
  currentTraceparent: () => undefined,
  sending: (messages) => ({ messages, done: () => {} }),
  received: () => {},
  processing: (_about, handle) => handle(),
  retrying: () => {},
  deadLettered: () => {},
  missed: () => {},
  committed: () => {},
  outbox: () => {},
};
