import { histogram } from './metric.js';

export const httpServerRequestDuration = histogram({
  name: 'http_server_request_duration_seconds',
  help: 'How long HTTP requests took, from the first byte read to the answer sent. Its count is the request rate; status_code tells the errors.',
  labels: ['method', 'route', 'status_code'],
  shownBy: 'every service',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  exemplars: true,
});
