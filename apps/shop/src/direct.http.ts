import { checker, GifticonRequest } from '#contracts';
import type { Database } from '#database';
import { checkKey, Problem } from '#service';
import type { FastifyInstance } from 'fastify';
import { checkWish } from './check-wish.js';
import type { Giveaway } from './giveaway.js';
import { directVariants, issueDirectly, type DirectAnswer, type DirectVariant } from './issue-directly.js';
import { RepeatedPresses } from './repeated-presses.js';
import { requestIdOf } from './request-id.js';

export interface DirectRoutesNeeds {
  giveaways: { get(sku: string): Giveaway | undefined };
  database: Database;
}

const check = checker(GifticonRequest);

/** The direct design: the member waits until the voucher is issued. `?variant=row-lock` is the talk's naive version. */
export function directRoutes(fastify: FastifyInstance, { giveaways, database }: DirectRoutesNeeds): void {
  const presses = new RepeatedPresses<DirectAnswer>();
  const config = { body: GifticonRequest, status: 201, query: ['variant'] };
  fastify.post<{ Querystring: { variant?: string } }>('/direct/gifticons', { config }, async (request, reply) => {
    const variant = checkVariant(request.query.variant);
    const wish = checkWish(check(request.body), giveaways);
    const requestId = requestIdOf(wish, checkKey(request.headers['idempotency-key'] as string | undefined));
    const answer = await presses.share(requestId, () =>
      issueDirectly(database, giveaways.get(wish.sku) as Giveaway, wish, requestId, variant),
    );
    reply.code(201);
    return toAnswer(requestId, answer);
  });
}

function checkVariant(variant: string = 'one-statement'): DirectVariant {
  const known = directVariants.find((name) => name === variant);
  if (!known) throw new Problem(400, `?variant must be one of ${directVariants.join(', ')}.`);
  return known;
}

function toAnswer(
  requestId: string,
  answer: DirectAnswer,
): { requestId: string; outcome: 'issued'; voucherCode: string } {
  switch (answer.kind) {
    case 'issued':
      return { requestId, outcome: 'issued', voucherCode: answer.voucherCode };
    case 'sold-out':
      throw new Problem(409, 'All vouchers are gone.', [], { reason: 'sold-out', requestId });
    case 'one-per-member':
      throw new Problem(409, 'There is one voucher per member, and this member already has one.', [], {
        reason: 'one-per-member',
        requestId,
        voucherCode: answer.voucherCode,
      });
  }
}
