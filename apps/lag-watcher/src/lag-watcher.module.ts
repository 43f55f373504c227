import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { LagWatcherHttp } from './lag-watcher.http.js';
import { Watcher } from './watcher.js';

/**
 * The lag watcher: how far behind every consumer group is, in messages and in seconds, asked of the brokers each second.
 * It is a member of no group and asks no consumer, so it goes on telling the truth when consumers are dead.
 * - HTTP: GET /groups
 * - publishes and consumes nothing
 */
@Module({
  imports: [ServiceModule.for({ name: 'lag-watcher' })],
  controllers: [LagWatcherHttp],
  providers: [Watcher],
})
export class LagWatcherModule {}
