/**
 * The stack: its parts (stack.ts), the order in which they start (start-order.ts), and one interface to control them on any runtime
 * (Driver). Everything is on loopback; nothing is left behind.
 */
export {
  parts,
  portOf,
  servicesWithDatabase,
  defaultPortBase,
  type PartDefinition,
  type PartKind,
  type PartName,
} from './stack.js';
export { settingsFrom, type Settings } from './settings.js';
export { findToxiproxy, missingFfmpeg, onPath, requirementSentence } from './install/requirements.mjs';
export { ensureToxiproxy, missingToxiproxy } from './install/toxiproxy.js';
export { NotPossible } from './not-possible.js';
export { sentenceOfSystem } from './system-error.js';
export { nearest, oneOf } from './nearest.js';
export {
  readState,
  type Crash,
  type Down,
  type Health,
  type PartState,
  type Phase,
  type Runtime,
  type StackState,
} from './state.js';
export { FaultJournal, isSameFault, type ActiveFault } from './fault-journal.js';
export { endOf, inWords, whyDown } from './why-down.js';
export type { Driver } from './driver.js';
export { connectToStack, phaseOf, runningState } from './connect.js';
export { startStack } from './start-stack.js';
export type { ExtraPart, RunningStack, StartOptions } from './running-stack.js';
export { stopRunning } from './stop-running.js';
export { preflight } from './preflight/preflight.js';
export { problems, type Finding } from './preflight/finding.js';
export { leftovers } from './preflight/leftovers.js';
export { waitFor, WaitedTooLong, type WaitOptions } from './wait.js';
export { duration, type Progress } from './progress.js';
export { auditorUrl, databaseOf, databaseUrl, lobby } from './drivers/native/postgres.js';
export { startTrialStack, type TrialStack } from './trials/trial-stack.js';
export { openTrialPlace, type TrialPlace } from './trials/trial-place.js';
