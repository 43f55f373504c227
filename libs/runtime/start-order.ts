import { begin, parallel, sequence, task, type Step } from './steps.js';

/** Things to be done between two parts' starts; what they do is the driver's business. */
export type TaskName = 'topics' | 'databases';

/** What the services stand on. */
export const backends: Step = parallel(
  sequence(parallel('kafka-1', 'kafka-2', 'kafka-3'), task('topics')),
  sequence('postgres', task('databases')),
);

/** The stack as one sentence: who waits for whom. Read backwards it is the order in which everything stops. */
export const wholeStack: Step = sequence(
  // Nobody waits for those who only watch; "ready" does.
  parallel(backends, begin('zipkin'), begin('prometheus')),
  parallel(
    parallel('order', 'member', 'coupon', 'review', 'order-view'),
    parallel('shop', 'gifticon', 'video', 'video-worker'),
    parallel('lag-watcher', 'control-room'),
  ),
);
