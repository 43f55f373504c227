/**
 * What every service has in common, so that its own files contain only what is specific to it: configuration, database, messaging,
 * health, metrics, the fault switch, problem details, and a graceful shutdown.
 */
export { startService } from './start.js';
export { ServiceModule, type ServiceDefinition } from './service.module.js';
export { Service } from './service.js';
export { type ServiceConfig } from './config.js';
export { doorsForACrowd } from './doors-for-a-crowd.js';
export { openThinListener, type ThinListenerOptions } from './thin-listener.js';
export { PartClient } from './part-client.js';
export { checkedBy } from './body.js';
export { TakesFile } from './operations-of.js';
export { Problem, Unavailable } from './problem.js';
export { checkKey, requiredKey } from './idempotency-key.js';
