import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { Announcements } from './announcements.js';
import { AnnouncementsHttp } from './announcements.http.js';
import { BoardsHttp } from './boards.http.js';
import { PageHttp } from './page.http.js';

/**
 * The room the talk is watched from: the page with the boards, and what the stage announced as metrics. It has no
 * database of its own, publishes nothing and consumes nothing.
 */
@Module({
  imports: [ServiceModule.for({ name: 'control-room' })],
  controllers: [AnnouncementsHttp, BoardsHttp, PageHttp],
  providers: [Announcements],
})
export class ControlRoomModule {}
