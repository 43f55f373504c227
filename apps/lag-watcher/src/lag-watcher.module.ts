import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { LagWatcherHttp } from './lag-watcher.http.js';
import { Watcher } from './watcher.js';

/**
 * The lag watcher: the lag of every consumer group, in messages and in seconds, read from the brokers every second. It does not depend on
 * any consumer, so its figures stay correct while consumers are dead.
 * - HTTP: GET /groups
 * - publishes and consumes nothing
 */
@Module({
  imports: [ServiceModule.for({ name: 'lag-watcher' })],
  controllers: [LagWatcherHttp],
  providers: [Watcher],
})
export class LagWatcherModule {}
