import { fastify } from 'fastify';
import { observeHttp } from '#telemetry';

/**
 * The minimum a server can do with an order: read it and answer. WATCHED=yes instruments it like every service. `GET
 * /spent` returns the CPU time it has used, so that a busy machine favours neither side.
 */
const server = fastify();
if (process.env.WATCHED === 'yes') observeHttp(server);

let answered = 0;
server.post('/orders', (_request, reply) => {
  answered++;
  return reply.status(201).send({ orderId: String(answered), status: 'placed' });
});
server.get('/spent', () => {
  const { user, system } = process.cpuUsage();
  return { answered, cpuSeconds: (user + system) / 1e6 };
});

await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
