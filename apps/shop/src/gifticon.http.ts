import { checker, gifticonRequested, GifticonRequest } from '#contracts';
import { BufferFull, type Messaging, type MicroBatcher } from '#messaging';
import { checkKey, Unavailable } from '#service';
import type { FastifyInstance } from 'fastify';
import type { GifticonWish, KnownGiveaway } from './giveaway.js';
import { RepeatedPresses } from './repeated-presses.js';
import { requestIdOf } from './request-id.js';
import { checkWish } from './check-wish.js';

export interface GifticonRoutesNeeds {
  giveaways: { get(sku: string): KnownGiveaway | undefined };
  messaging: Pick<Messaging, 'message'>;
  batcher: MicroBatcher;
}

const check = checker(GifticonRequest);

/**
 * The queue design: publishes the request to `gifticon.requested` and nothing else. Answers 202 once it is on all in-sync replicas, never
 * before; the result will be at statusUrl.
 */
export function gifticonRoutes(fastify: FastifyInstance, { giveaways, messaging, batcher }: GifticonRoutesNeeds): void {
  // The event has the id of the request: a repeated press is the same event, which the issuing server's inbox
  // recognises.
  const requested = (requestId: string, { memberId, sku }: GifticonWish) =>
    messaging.message(gifticonRequested, { requestId, memberId, sku }, requestId);
  const presses = new RepeatedPresses<void>();
  fastify.post('/gifticons', { config: { body: GifticonRequest, status: 202 } }, async (request, reply) => {
    const wish = checkWish(check(request.body), giveaways);
    if (!giveaways.get(wish.sku)?.stocked)
      throw new Unavailable('The give-away has not opened yet.', 'not-open-yet', false);
    const requestId = requestIdOf(wish, checkKey(request.headers['idempotency-key'] as string | undefined));
    try {
      await presses.share(requestId, () => batcher.put(requested(requestId, wish)));
    } catch (error) {
      if (error instanceof BufferFull) throw new Unavailable('Too many requests are waiting.', 'busy', false);
      throw error;
    }
    return reply
      .code(202)
      .header('content-type', 'application/json; charset=utf-8')
      .send(`{"requestId":"${requestId}","statusUrl":"/gifticons/${requestId}"}`);
  });
}
