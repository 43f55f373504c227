import { startService } from '#service';
import { ReviewModule } from './review.module.js';

await startService('review', ReviewModule);
