import { startService } from '#service';
import { GifticonModule } from './gifticon.module.js';

await startService('gifticon', GifticonModule);
