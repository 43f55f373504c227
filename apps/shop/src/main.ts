import { startService } from '#service';
import { ShopModule } from './shop.module.js';

await startService('shop', ShopModule);
