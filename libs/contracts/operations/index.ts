/**
 * What a service says to those who operate it, and they to it: the fault switch, the state of the consumer groups, what a
 * stage announces. Declared once; the service that answers and the tool that asks read the same declaration.
 */
export { operationsPaths } from './paths.js';
export { faultsPath, faultEffectsPath, FaultSettings, type FaultEffects, type Trouble } from './faults.js';
export { groupsPath, type GroupLag, type GroupState, type PartitionLag } from './groups.js';
export {
  announcementPaths,
  FaultsAnnouncement,
  RecoveryAnnouncement,
  RestartsAnnouncement,
  ScenarioAnnouncement,
} from './announcements.js';
