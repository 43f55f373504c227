import type { EventContract } from './event.js';
import * as events from './events/index.js';

/** Every event there is, by the names of their constants. Each has an example in examples/. */
export const catalog: readonly EventContract[] = Object.values<unknown>(events).filter(isEventContract);

/** The files of events/ also export bounds and parts of schemas. */
function isEventContract(exported: unknown): exported is EventContract {
  return typeof exported === 'object' && exported !== null && 'owner' in exported && 'check' in exported;
}
