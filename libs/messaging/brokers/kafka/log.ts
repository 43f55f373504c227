import { logLevel, type logCreator } from 'kafkajs';
import type { Log } from '../../log.js';

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

/**
 * Tells of places that are not in their partition any more (records were deleted, the topic was made anew, offsets were set by hand).
 * kafkajs then goes on at the first message that is there, and says so nowhere but in its log.
 */
export const hearingLostPlaces =
  (inner: logCreator, lost: (topic: string, partition: number) => void): logCreator =>
  (level) => {
    const write = inner(level);
    return (entry) => {
      write(entry);
      const { message, topic, partition } = entry.log;
      if (message.startsWith('Offset out of range, resetting')) lost(String(topic), Number(partition));
    };
  };
