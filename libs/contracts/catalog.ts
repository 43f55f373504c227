import type { EventContract } from './event.js';
import * as events from './events/index.js';

/** Every event, by the name of its constant. Each has an example in examples/. */
export const catalog: readonly EventContract[] = Object.values<unknown>(events).filter(isEventContract);

/** The files in events/ also export limits and parts of schemas. */
function isEventContract(exported: unknown): exported is EventContract {
  return typeof exported === 'object' && exported !== null && 'owner' in exported && 'check' in exported;
}
