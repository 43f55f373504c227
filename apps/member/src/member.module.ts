import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { MemberHttp } from './member.http.js';
import { memberMigrations } from './member.table.js';
import { onOrderPlaced } from './on-order-placed.js';
import { SeedMembers } from './seed-members.js';

/**
 * The member service.
 * - HTTP: POST /members, GET /members/:id, POST /points (for the coupled design)
 * - publishes: member.registered, member.points-earned
 * - consumes: order.placed
 */
@Module({
  imports: [ServiceModule.for({ name: 'member', migrations: memberMigrations, reactions: [onOrderPlaced] })],
  controllers: [MemberHttp],
  providers: [SeedMembers],
})
export class MemberModule {}
