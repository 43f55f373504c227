import { Module } from '@nestjs/common';
import { Service, ServiceModule } from '#service';
import { Announcements } from './announcements.js';
import { AnnouncementsHttp } from './announcements.http.js';
import { BoardsHttp } from './boards.http.js';
import { LedgerWatch } from './ledger-watch.js';
import { PageHttp } from './page.http.js';

/**
 * The room the talk is watched from: the page with the boards, what the stage announced as metrics, and the ledger as
 * live figures. It has no database of its own, publishes nothing and consumes nothing.
 */
@Module({
  imports: [ServiceModule.for({ name: 'control-room' })],
  controllers: [AnnouncementsHttp, BoardsHttp, PageHttp],
  providers: [
    Announcements,
    { provide: LedgerWatch, inject: [Service], useFactory: (service: Service) => LedgerWatch.of(service) },
  ],
})
export class ControlRoomModule {}
