import { Injectable } from '@nestjs/common';
import { Service } from '#service';
import { emptyTimeline } from './timeline.table.js';

export type RebuildState =
  | { state: 'idle'; last?: { messages: number; seconds: number } }
  | { state: 'rebuilding'; messagesLeft: number | null; startedAt: string }
  | { state: 'failed'; because: string };

/** Deletes the view and rebuilds it from the first message on, while all other services keep running. */
@Injectable()
export class Rebuild {
  private current: RebuildState = { state: 'idle' };

  constructor(private readonly service: Service) {}

  state(): RebuildState {
    return this.current;
  }

  /** @returns false if a rebuild is already running */
  begin(now = new Date()): boolean {
    if (this.current.state === 'rebuilding') return false;
    const startedAt = now.toISOString();
    const begun = performance.now();
    this.current = { state: 'rebuilding', messagesLeft: null, startedAt };
    this.service.messaging
      .restartFromBeginning(emptyTimeline, (messagesLeft) => {
        this.current = { state: 'rebuilding', messagesLeft, startedAt };
      })
      .then(
        ({ messages }) => {
          const seconds = (performance.now() - begun) / 1_000;
          this.current = { state: 'idle', last: { messages, seconds } };
        },
        (error: Error) => {
          this.service.log.error({ err: error }, 'the view could not be rebuilt');
          this.current = { state: 'failed', because: error.message };
        },
      );
    return true;
  }
}
