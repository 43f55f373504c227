import { startService } from '#service';
import { VideoModule } from './video.module.js';

await startService('video', VideoModule);
