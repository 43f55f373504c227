import { metrics } from '#telemetry';

type Metric = (typeof metrics)[keyof typeof metrics];

/** The name of a metric as libs/telemetry defines it: a board cannot query one that does not exist. */
export const name = (metric: Metric): string => metric.definition.name;

/**
 * Windows for rate(). A rate needs two scrapes, so with a scrape every two seconds five seconds are enough, and an outage shows at
 * once. Quantiles need more observations to be steady.
 */
export const rateWindow = '5s';
export const quantileWindow = '15s';

/** `perSecond('x_total{a="b"}', 'topic')` is by topic; without labels it is one total. */
export function perSecond(series: string, ...by: readonly string[]): string {
  return `sum${by.length > 0 ? ` by (${by.join(', ')})` : ''} (rate(${series}[${rateWindow}]))`;
}

/** A quantile of a histogram, by its labels. @param selector such as `{route="/orders"}` */
export function quantile(share: number, histogram: Metric, selector: string, ...by: readonly string[]): string {
  const rates = `rate(${name(histogram)}_bucket${selector}[${quantileWindow}])`;
  return `histogram_quantile(${share}, sum by (${['le', ...by].join(', ')}) (${rates}))`;
}

/** A counter that was never incremented is 0, not "no data". */
export const orZero = (expr: string): string => `${expr} or on() vector(0)`;

/** Requests of users, not the control room's own. Probes and scrapes are not measured: see operationsPaths. */
export const userRequests = `${name(metrics.httpServerRequestDuration)}_count{route!~"/api/.*"}`;

/** Failed requests: server errors, and clients that gave up waiting (499). */
export const failedAnswer = 'status_code=~"5..|499"';

/** Orders offered in both designs, by the status of the response: `ordersAnswered('status_code="201"')`. */
export const ordersAnswered = (labels: string): string =>
  `${name(metrics.httpServerRequestDuration)}_count{job="order", method="POST", route=~"/orders|/coupled/orders", ${labels}}`;
