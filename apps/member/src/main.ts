import { startService } from '#service';
import { MemberModule } from './member.module.js';

await startService('member', MemberModule);
