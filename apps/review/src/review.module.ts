import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { ReviewHttp } from './review.http.js';
import { onOrderPlaced } from './on-order-placed.js';
import { reviewMigrations } from './review.table.js';

/**
 * The review service: the one that dies in the talk.
 * - HTTP: GET /invitations?orderId=, POST /invitations (for the coupled design)
 * - publishes: review.invited
 * - consumes: order.placed
 */
@Module({
  imports: [ServiceModule.for({ name: 'review', migrations: reviewMigrations, reactions: [onOrderPlaced] })],
  controllers: [ReviewHttp],
})
export class ReviewModule {}
