import { Body, Controller, Get, Headers, Param, Post } from '@nestjs/common';
import { Code, memberRegistered, TotalWon } from '#contracts';
import { checkedBy, Problem, requiredKey, Service } from '#service';
import Type from 'typebox';
import { earnPoints } from './earn-points.js';
import { findMember, insertMembers } from './member.table.js';

const MemberBody = Type.Object({ memberId: Code }, { additionalProperties: false });
const PointsBody = Type.Object(
  { orderId: Type.String({ format: 'uuid' }), memberId: Code, totalWon: TotalWon },
  { additionalProperties: false },
);

@Controller()
export class MemberHttp {
  constructor(private readonly service: Service) {}

  @Post('members')
  async register(
    @Body(checkedBy(MemberBody)) { memberId }: Type.Static<typeof MemberBody>,
  ): Promise<{ memberId: string }> {
    await this.service.messaging.inScope(async ({ transaction, publish }) => {
      const [added] = await insertMembers(transaction, [memberId]);
      if (!added) throw new Problem(409, `${memberId} is already a member.`);
      publish(memberRegistered, { memberId });
    });
    return { memberId };
  }

  @Get('members/:id')
  async get(@Param('id') id: string): Promise<{ memberId: string; points: number }> {
    const member = await findMember(this.service.database, id);
    if (!member) throw new Problem(404, `There is no member ${id.slice(0, 64)}.`);
    return member;
  }

  /** The endpoint of the coupled design. Repeating a call with the same key changes nothing. */
  @Post('points')
  async earn(
    @Body(checkedBy(PointsBody)) order: Type.Static<typeof PointsBody>,
    @Headers('idempotency-key') key?: string,
  ): Promise<{ orderId: string }> {
    await this.service.messaging.once('POST /points', requiredKey(key), ({ transaction, publish }) =>
      earnPoints([{ ...order, publish }], transaction),
    );
    return { orderId: order.orderId };
  }
}
