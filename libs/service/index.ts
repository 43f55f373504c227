/**
 * What every service is started with, so that its own files hold only what is special about it: configuration, database,
 * messaging, health, metrics, the fault switch, problem details, and a stop that loses nothing.
 */
export { startService } from './start.js';
export { ServiceModule, type ServiceDefinition } from './service.module.js';
export { Service } from './service.js';
export { type ServiceConfig } from './config.js';
export { doorsForACrowd } from './doors-for-a-crowd.js';
export { openThinListener, type ThinListenerOptions } from './thin-listener.js';
export { checkedBy } from './body.js';
export { TakesFile } from './operations-of.js';
export { Problem, Unavailable } from './problem.js';
export { checkKey, requiredKey } from './idempotency-key.js';
