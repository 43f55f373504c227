import { startService } from '#service';
import { VideoWorkerModule } from './video-worker.module.js';

await startService('video-worker', VideoWorkerModule);
