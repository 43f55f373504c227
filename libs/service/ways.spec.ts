import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Ways } from './ways.js';

/** A server that sends its name to each client. */
async function serverNamed(name: string): Promise<{ server: Server; port: number; address: string }> {
  const server = createServer((socket) => socket.on('error', () => {}).write(name));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, port, address: `127.0.0.1:${port}` };
}

let straight: Awaited<ReturnType<typeof serverNamed>>;
let proxy: Awaited<ReturnType<typeof serverNamed>>;
let ways: Ways;
let sockets: Socket[];

beforeEach(async () => {
  [straight, proxy] = await Promise.all([serverNamed('straight'), serverNamed('proxy')]);
  ways = new Ways();
  sockets = [];
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  straight.server.close();
  proxy.server.close();
});

const dial = (port = straight.port) => {
  const socket = ways.dial({ host: '127.0.0.1', port });
  sockets.push(socket);
  return socket;
};
const whoAnswers = async (socket: Socket) => String((await once(socket, 'data'))[0]);

test('a connection is direct if no route is set', async () => {
  expect(await whoAnswers(dial())).toBe('straight');
  expect(ways.effects()).toEqual([]);
});

test('a route closes existing connections, and new ones use it', async () => {
  const before = dial();
  await whoAnswers(before);
  const ended = once(before, 'error');
  ways.set([{ to: straight.address, by: proxy.address }]);
  expect(await ended).toMatchObject([{ code: 'ECONNRESET' }]);
  expect(await whoAnswers(dial())).toBe('proxy');
  expect(ways.effects()).toMatchObject([{ open: 1, opened: 1, escaped: 0, failed: 0 }]);
});

test('a connection to another address stays open', async () => {
  const other = await serverNamed('other');
  const kept = dial(other.port);
  await whoAnswers(kept);
  ways.set([{ to: straight.address, by: proxy.address }]);
  expect(kept.destroyed).toBe(false);
  other.server.close();
});

test('removing a route closes its connections, and new ones are direct', async () => {
  ways.set([{ to: straight.address, by: proxy.address }]);
  const socket = dial();
  await whoAnswers(socket);
  const ended = once(socket, 'error');
  ways.set([]);
  await ended;
  expect(await whoAnswers(dial())).toBe('straight');
});

test('setting the same route again closes nothing, and keeps counting', async () => {
  const way = { to: straight.address, by: proxy.address };
  ways.set([way]);
  const socket = dial();
  await whoAnswers(socket);
  ways.set([{ ...way }]);
  expect(socket.destroyed).toBe(false);
  expect(ways.effects()).toMatchObject([{ open: 1, opened: 1 }]);
});

test('a refused attempt is counted', async () => {
  proxy.server.close();
  await once(proxy.server, 'close');
  ways.set([{ to: straight.address, by: proxy.address }]);
  const refused = dial().on('error', () => {});
  await new Promise((resolve) => refused.once('close', resolve));
  expect(ways.effects()).toMatchObject([{ open: 0, opened: 0, failed: 1 }]);
});

test('a client that connects its socket itself, by port and host, also uses the route', async () => {
  ways.set([{ to: straight.address, by: proxy.address }]);
  const socket = ways.socket();
  sockets.push(socket);
  socket.connect(straight.port, '127.0.0.1');
  expect(await whoAnswers(socket)).toBe('proxy');
});
