import { startService } from '#service';
import { ControlRoomModule } from './control-room.module.js';

await startService('control-room', ControlRoomModule);
