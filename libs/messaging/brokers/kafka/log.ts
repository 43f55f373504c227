import { logLevel, type logCreator } from 'kafkajs';
import type { Log } from '../../log.js';

/**
 * kafkajs logs every refused connection as an error, hundreds of them in an outage that it survives. Here they are
 * debug output; the code that knows what a failure means logs it once for the operator.
 */
export const kafkaLogLevel = logLevel.WARN;

export const quietly =
  (log: Log): logCreator =>
  () =>
  ({ namespace, log: { message, ...about } }) =>
    log.debug({ from: `kafkajs ${namespace}`, ...about }, message);

/**
 * Reports positions that no longer exist in their partition (records were deleted, the topic was recreated, offsets
 * were set by hand). kafkajs then continues at the first existing message and reports it only in its log.
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
