import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Problem, Service } from '#service';
import { validate as isUuid } from 'uuid';
import { Rebuild, type RebuildState } from './rebuild.js';
import type { TimelineEntry } from './timeline.js';
import { ordersOf, timelineOf } from './timeline.table.js';

interface Timeline {
  orderId: string;
  memberId: string | null;
  /** True while the view is being rebuilt: lines may be missing. */
  rebuilding: boolean;
  entries: Pick<TimelineEntry, 'type' | 'at' | 'data' | 'traceId'>[];
}

@Controller()
export class OrderViewHttp {
  constructor(
    private readonly service: Service,
    private readonly rebuild: Rebuild,
  ) {}

  @Get('orders/:id/timeline')
  async timeline(@Param('id') orderId: string): Promise<Timeline> {
    const lines = isUuid(orderId) ? await timelineOf(this.service.database, orderId) : [];
    if (lines.length === 0) throw new Problem(404, `The view does not have an order ${orderId.slice(0, 64)} yet.`);
    return {
      orderId,
      memberId: lines.find((line) => line.memberId)?.memberId ?? null,
      rebuilding: this.rebuild.state().state === 'rebuilding',
      entries: lines.map(({ type, at, data, traceId }) => ({ type, at, data, traceId })),
    };
  }

  @Get('members/:id/orders')
  async orders(@Param('id') memberId: string): Promise<{ memberId: string; orders: unknown[] }> {
    return { memberId, orders: await ordersOf(this.service.database, memberId) };
  }

  @Get('rebuild')
  rebuildState(): RebuildState {
    return this.rebuild.state();
  }

  @Post('rebuild')
  @HttpCode(202)
  startRebuild(): RebuildState {
    if (!this.rebuild.begin()) throw new Problem(409, 'The view is already being rebuilt.');
    return this.rebuild.state();
  }
}
