import { logLevel, type logCreator } from 'kafkajs';
import type { Log } from '../log.js';

/**
 * kafkajs calls every refused connection an error, a hundred times in an outage that it then survives. Here they are
 * details; what an operator must know is said once by the file that knows what it means.
 */
export const kafkaLogLevel = logLevel.WARN;

export const quietly =
  (log: Log): logCreator =>
  () =>
  ({ namespace, log: { message, ...about } }) =>
    log.debug({ from: `kafkajs ${namespace}`, ...about }, message);
