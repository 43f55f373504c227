/**
 * Endpoints for operators: the fault switch, the state of the consumer groups, the announcements of the stage. Declared once, for
 * the service that serves them and the tool that calls them.
 */
export { operationsPaths } from './paths.js';
export {
  faultsPath,
  faultEffectsPath,
  FaultSettings,
  type FaultEffects,
  type Trouble,
  type Way,
  type WayEffects,
} from './faults.js';
export { groupsPath, type GroupLag, type GroupState, type PartitionLag } from './groups.js';
export {
  announcementPaths,
  FaultsAnnouncement,
  RecoveryAnnouncement,
  RestartsAnnouncement,
  ScenarioAnnouncement,
} from './announcements.js';
