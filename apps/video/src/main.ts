import { startService } from '#service';
import { VideoModule } from './video.module.js';

const minute = 60_000;

// Uploads are large, and the waiting design sends nothing while it transcodes (VIDEO_TRANSCODE_SECONDS).
await startService('video', VideoModule, { requestTimeout: 15 * minute, connectionTimeout: 65 * minute });
