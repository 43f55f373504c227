import { Body, Controller, Get, Headers, Post, Query } from '@nestjs/common';
import { Code } from '#contracts';
import { checkedBy, Problem, requiredKey, Service } from '#service';
import Type from 'typebox';
import { validate as isUuid } from 'uuid';
import { openInvitation } from './on-order-placed.js';
import { findInvitations } from './review.table.js';

const InvitationBody = Type.Object(
  { orderId: Type.String({ format: 'uuid' }), memberId: Code },
  { additionalProperties: false },
);

@Controller('invitations')
export class ReviewHttp {
  constructor(private readonly service: Service) {}

  @Get()
  async find(@Query('orderId') orderId?: string): ReturnType<typeof findInvitations> {
    if (!isUuid(orderId)) throw new Problem(400, 'Give the order as ?orderId=<uuid>.');
    return findInvitations(this.service.database, orderId as string);
  }

  /** The endpoint of the coupled design. Repeating a call with the same key changes nothing. */
  @Post()
  async invite(
    @Body(checkedBy(InvitationBody)) order: Type.Static<typeof InvitationBody>,
    @Headers('idempotency-key') key?: string,
  ): Promise<{ orderId: string }> {
    await this.service.messaging.once('POST /invitations', requiredKey(key), (scope) => openInvitation(scope, order));
    return { orderId: order.orderId };
  }
}
