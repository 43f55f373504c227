import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import { Pool } from 'undici';
import { doorsForACrowd } from './doors-for-a-crowd.js';

const host = '127.0.0.1';

describe('doorsForACrowd', () => {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('accepts several new connections in one turn of the event loop', async () => {
    const fastify = Fastify();
    const port = await doorsForACrowd(fastify).listen({ host, port: 0 });
    const perTurn: number[] = [0];
    fastify.server.on('connection', () => (perTurn[perTurn.length - 1]! += 1));
    const callers = Array.from({ length: 100 }, () => connect(port, host).on('error', () => {}));
    while (perTurn.reduce((sum, taken) => sum + taken) < callers.length) {
      await turn();
      perTurn.push(0);
    }
    expect(Math.max(...perTurn)).toBeGreaterThan(1);
    callers.forEach((caller) => caller.destroy());
    await fastify.close();
  });

  it.each([1, 64])(
    'answers all %i callers on every socket, and stops although they keep their connections',
    async (callers) => {
      const fastify = Fastify({ forceCloseConnections: 'idle', keepAliveTimeout: 600_000 });
      let arrived = 0;
      fastify.get('/slow', async () => {
        arrived += 1;
        await pause(300);
        return 'served';
      });
      const port = await doorsForACrowd(fastify).listen({ host, port: 0 });
      const pool = new Pool(`http://${host}:${port}`, {
        connections: callers,
        pipelining: 1,
        keepAliveTimeout: 600_000,
      });
      const answers = Array.from({ length: callers }, async () => {
        const { body } = await pool.request({ method: 'GET', path: '/slow' });
        return body.text();
      });
      while (arrived < callers) await turn();
      await fastify.close();
      await expect(Promise.all(answers)).resolves.toEqual(Array(callers).fill('served'));
      await expect(pool.request({ method: 'GET', path: '/slow' })).rejects.toThrow();
      await pool.close();
    },
  );

  it('closes connections beyond the limit, and accepts the next one when another has left', async () => {
    const fastify = Fastify();
    fastify.get('/', () => 'served');
    const port = await doorsForACrowd(fastify, 2).listen({ host, port: 0 });
    const open = async () => {
      const socket = connect(port, host).on('error', () => {});
      await once(socket, 'connect');
      return socket;
    };
    const served = (socket: Socket) =>
      new Promise<boolean>((resolve) => {
        socket.once('data', () => resolve(true)).once('close', () => resolve(false));
        socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
      });
    const inside = [await open(), await open()];
    for (const socket of inside) expect(await served(socket)).toBe(true);
    expect(await served(await open())).toBe(false);
    inside[0]?.destroy();
    while (!(await served(await open())));
    inside[1]?.destroy();
    await fastify.close();
  });

  it('reports that the port is taken, and leaves nothing listening', async () => {
    const other = Fastify();
    await other.listen({ host, port: 0 });
    const { port } = other.server.address() as { port: number };
    await expect(doorsForACrowd(Fastify()).listen({ host, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await other.close();
  });
});
