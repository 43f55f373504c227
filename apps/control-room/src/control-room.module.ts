import { Module } from '@nestjs/common';
import { Service, ServiceModule } from '#service';
import { Announcements } from './announcements.js';
import { AnnouncementsHttp } from './announcements.http.js';
import { BoardsHttp } from './boards.http.js';
import { LedgerWatch } from './ledger-watch.js';
import { PageHttp } from './page.http.js';

/**
 * The control room: the page with the boards, the announcements of the stage as metrics, and the ledger as live
 * figures. It has no database, publishes nothing and consumes nothing.
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
