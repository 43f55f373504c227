import { startService } from '#service';
import { LagWatcherModule } from './lag-watcher.module.js';

await startService('lag-watcher', LagWatcherModule);
