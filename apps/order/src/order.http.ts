import { Body, Controller, Get, Headers, Param, Post, type OnApplicationShutdown } from '@nestjs/common';
import { Code, OrderItem, orderLimits } from '#contracts';
import { checkedBy, checkKey, Problem, Service } from '#service';
import Type from 'typebox';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { Neighbours } from './neighbours.js';
import type { OrderRequest } from './order.js';
import { findOrder, KnownMembers, type OrderRow } from './order.table.js';
import { placeOrderCoupled } from './place-order-coupled.js';
import { placeOrder, type Placement, type PlaceOrderNeeds } from './place-order.js';

const OrderBody = Type.Object(
  {
    memberId: Code,
    items: Type.Array(OrderItem, { minItems: 1, maxItems: orderLimits.items }),
    couponCode: Type.Optional(Code),
  },
  { additionalProperties: false },
);

interface PlacedAnswer {
  orderId: string;
  traceId: string | undefined;
  status: 'placed';
  totalWon: number;
}

@Controller()
export class OrderHttp implements OnApplicationShutdown {
  private readonly needs: PlaceOrderNeeds;
  private readonly neighbours: Neighbours;

  constructor(private readonly service: Service) {
    const { database, messaging, config, faults } = service;
    this.needs = {
      ...{ database, messaging, members: new KnownMembers(database) },
      ...{ newId: uuidv7, now: () => new Date(), traceId: () => service.traceId() },
    };
    this.neighbours = new Neighbours(
      (part) => config.url(part),
      (to) => faults.ways.dial(to),
    );
  }

  @Post('orders')
  async place(
    @Body(checkedBy(OrderBody)) body: OrderRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<PlacedAnswer> {
    return toAnswer(await placeOrder(this.needs, body, checkKey(key)));
  }

  @Post('coupled/orders')
  async placeCoupled(
    @Body(checkedBy(OrderBody)) body: OrderRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<PlacedAnswer> {
    return toAnswer(await placeOrderCoupled({ ...this.needs, neighbours: this.neighbours }, body, checkKey(key)));
  }

  @Get('orders/:id')
  async get(@Param('id') id: string): Promise<Omit<OrderRow, 'requestHash'>> {
    const row = isUuid(id) ? await findOrder(this.service.database, id) : undefined;
    if (!row) throw new Problem(404, `There is no order ${id.slice(0, 64)}.`);
    const { requestHash: _, ...order } = row;
    return order;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.neighbours.close();
  }
}

/** The only place that maps results to HTTP statuses. */
function toAnswer(placement: Placement): PlacedAnswer {
  switch (placement.kind) {
    case 'placed': {
      const { orderId, traceId, totalWon } = placement;
      return { orderId, traceId, status: 'placed', totalWon };
    }
    case 'unknown-member':
      throw new Problem(422, 'There is no such member.', [{ pointer: '/memberId', detail: 'is not a known member' }]);
    case 'key-reused':
      throw new Problem(
        422,
        'This Idempotency-Key was already used with a different body. Use a new key for a new order.',
      );
    case 'in-progress':
      throw new Problem(
        409,
        'The first request with this Idempotency-Key is still in progress. Retry in a moment.',
        [],
        {
          orderId: placement.orderId,
        },
      );
    case 'failed':
      throw new Problem(placement.timedOut ? 504 : 502, `The order failed: ${placement.because}.`, [], {
        orderId: placement.orderId,
      });
  }
}
