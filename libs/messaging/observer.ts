import type { OutgoingMessage, ReceivedMessage } from './broker.js';
import type { OutboxState } from './publish/outbox.js';

/**
 * What became of one attempt at one message in one consumer group. 'rolled-back': the handler did its part, but another
 * message of the same transaction did not; the message is handled again at once.
 */
export type Outcome = 'handled' | 'duplicate' | 'dead-lettered' | 'failed' | 'rolled-back';

/**
 * Everything the journey tells those who watch it. Messaging calls it and does not care who listens; libs/telemetry
 * turns it into spans and metrics. No method may throw.
 */
export interface MessagingObserver {
  /** W3C traceparent of the work going on now, to be stored with an outbox row. */
  currentTraceparent(): string | undefined;
  /**
   * Messages are about to be sent. Returns them as they must go out (headers.traceparent replaced by that of the `send`
   * span), and what to call when the broker has answered.
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
  /** An attempt failed and will be made again after the pause. */
  retrying(about: {
    group: string;
    handler: string;
    topic: string;
    attempt: number;
    error: unknown;
    pauseMs: number;
  }): void;
  deadLettered(about: { group: string; handler: string; topic: string; reason: string }): void;
  /** So many messages were deleted before the group got them; it goes on behind them. */
  missed(group: string, topic: string, messages: number): void;
  /** Offsets up to and with this message were committed. */
  committed(group: string, last: ReceivedMessage): void;
  /** What waits in this service's outbox now, and what was taken out of it because no broker takes it. */
  outbox(state: OutboxState): void;
}

/** Watches nothing. */
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
