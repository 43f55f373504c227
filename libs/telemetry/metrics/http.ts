import { workBuckets } from './buckets.js';
import { histogram } from './metric.js';

export const httpServerRequestDuration = histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Duration of HTTP requests, from the first byte read to the response sent. Its count gives the request rate; status_code identifies errors.',
  labels: ['method', 'route', 'status_code'],
  shownBy: 'every service',
  buckets: workBuckets,
  exemplars: true,
});
