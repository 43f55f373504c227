import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { OrderHttp } from './order.http.js';
import { onMemberRegistered } from './on-member-registered.js';
import { orderMigrations } from './order.table.js';

/**
 * The order service.
 * - HTTP: POST /orders (events), POST /coupled/orders (asks member, coupon and review first), GET /orders/:id
 * - publishes: order.placed
 * - consumes: member.registered, to know the members without calling another service
 */
@Module({
  imports: [ServiceModule.for({ name: 'order', migrations: orderMigrations, reactions: [onMemberRegistered] })],
  controllers: [OrderHttp],
})
export class OrderModule {}
