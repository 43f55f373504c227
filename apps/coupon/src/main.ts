import { startService } from '#service';
import { CouponModule } from './coupon.module.js';

await startService('coupon', CouponModule);
