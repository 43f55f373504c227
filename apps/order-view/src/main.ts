import { startService } from '#service';
import { OrderViewModule } from './order-view.module.js';

await startService('order-view', OrderViewModule);
