import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import { Pool } from 'undici';
import { letGoOnStop } from './let-go-on-stop.js';

describe('letGoOnStop', () => {
  it('stops as soon as the last answer is out, although its caller keeps the connection', async () => {
    const fastify = Fastify({ forceCloseConnections: 'idle', keepAliveTimeout: 600_000 });
    letGoOnStop(fastify);
    let arrived = 0;
    fastify.get('/slow', async () => {
      arrived += 1;
      await pause(200);
      return 'served';
    });
    const pool = new Pool(await fastify.listen({ host: '127.0.0.1', port: 0 }), { keepAliveTimeout: 600_000 });
    const answer = pool.request({ method: 'GET', path: '/slow' }).then(({ body }) => body.text());
    while (arrived === 0) await turn();
    await fastify.close();
    await expect(answer).resolves.toBe('served');
    await pool.close();
  });
});
