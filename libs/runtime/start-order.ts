import { begin, parallel, sequence, task, type Step } from './steps.js';

/** Tasks between the starts of parts; the driver implements them. */
export type TaskName = 'topics' | 'databases';

/** The dependencies of the services. */
export const backends: Step = parallel(
  sequence(parallel('kafka-1', 'kafka-2', 'kafka-3'), task('topics')),
  sequence('postgres', task('databases')),
);

/** The start order of the stack; reversed, it is the stop order. */
export const wholeStack: Step = sequence(
  // No part waits for the observers, but readiness does.
  parallel(backends, begin('zipkin'), begin('prometheus')),
  parallel(
    parallel('order', 'member', 'coupon', 'review', 'order-view'),
    parallel('shop', 'gifticon', 'video', 'video-worker'),
    parallel('lag-watcher', 'control-room'),
  ),
);
