import type { Database } from '#database';
import { Problem } from '#service';
import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { isRequestId } from './request-id.js';
import type { ResultWatch } from './result-watch.js';
import { findResults, type GifticonResult } from './result.table.js';

export interface ResultRoutesNeeds {
  database: Database;
  watch: ResultWatch;
  /** Maximum number of listeners, because each holds a connection open. Further clients must poll instead. */
  mostListeners?: number;
}

const keepAliveMs = 15_000;

/** How a member gets the result of a request: by polling, or by server-sent events. */
export function resultRoutes(
  fastify: FastifyInstance,
  { database, watch, mostListeners = 5_000 }: ResultRoutesNeeds,
): void {
  fastify.get<{ Params: { id: string } }>('/gifticons/:id', async (request, reply) => {
    const requestId = checkId(request.params.id);
    const [result] = await findResults(database, [requestId]);
    if (result) return result;
    reply.code(202).header('retry-after', '1');
    return { requestId, outcome: 'waiting' };
  });

  const listeners = new Set<ServerResponse>();
  // Remaining listeners are disconnected when the shop stops, and reconnect when it is back.
  fastify.addHook('preClose', async () => {
    for (const listener of listeners) listener.end();
  });

  fastify.get<{ Params: { id: string } }>('/gifticons/:id/events', async (request, reply) => {
    const requestId = checkId(request.params.id);
    if (listeners.size >= mostListeners) {
      reply.header('retry-after', '1');
      throw new Problem(503, 'Too many clients are listening. Poll /gifticons/:id instead.', [], { reason: 'busy' });
    }
    reply.hijack();
    const { raw } = reply;
    listeners.add(raw);
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    raw.write('event: waiting\ndata: {}\n\n');
    const keepAlive = setInterval(() => raw.write(': still waiting\n\n'), keepAliveMs);
    const stop = watch.wait(requestId, (result: GifticonResult) => {
      raw.end(`event: ${result.outcome}\ndata: ${JSON.stringify(result)}\n\n`);
    });
    raw.on('close', () => {
      clearInterval(keepAlive);
      listeners.delete(raw);
      stop();
    });
  });
}

function checkId(id: string): string {
  if (isRequestId(id)) return id;
  throw new Problem(404, 'There is no such request.', [], { reason: 'unknown-request' });
}
