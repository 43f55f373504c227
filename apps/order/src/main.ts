import { startService } from '#service';
import { OrderModule } from './order.module.js';

await startService('order', OrderModule);
