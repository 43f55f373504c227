import { workBuckets } from './buckets.js';
import { histogram } from './metric.js';

export const httpServerRequestDuration = histogram({
  name: 'http_server_request_duration_seconds',
  help: 'How long HTTP requests took, from the first byte read to the answer sent. Its count is the request rate; status_code tells the errors.',
  labels: ['method', 'route', 'status_code'],
  shownBy: 'every service',
  buckets: workBuckets,
  exemplars: true,
});
