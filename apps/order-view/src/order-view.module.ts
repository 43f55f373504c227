import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { OrderViewHttp } from './order-view.http.js';
import { timelineReactions } from './on-any-event.js';
import { Rebuild } from './rebuild.js';
import { timelineMigrations } from './timeline.table.js';

/**
 * The read model of orders (CQRS): folds the events of all services into one timeline per order.
 * - HTTP: GET /orders/:id/timeline, GET /members/:id/orders, POST and GET /rebuild
 * - publishes: nothing
 * - consumes: order.placed, member.points-earned, coupon.redeemed, coupon.refused, review.invited
 *
 * It owns no data: everything here can be deleted and rebuilt from the topics.
 */
@Module({
  imports: [ServiceModule.for({ name: 'order-view', migrations: timelineMigrations, reactions: timelineReactions })],
  controllers: [OrderViewHttp],
  providers: [Rebuild],
})
export class OrderViewModule {}
