import { NotPossible, waitFor, type Driver, type PartKind, type PartState } from '#runtime';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createListener, type AddressInfo, type Server, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { FaultSwitch } from '../../../../service/fault-switch.js';
import { questionTo } from '../ask.js';

/**
 * A review service, with the real fault switch, that keeps querying three brokers and a database over its own
 * connections; and the real Toxiproxy. The servers are minimal.
 */
export class SmallStack {
  readonly faults = new FaultSwitch();
  readonly health = new Map<string, PartState['health']>();
  /** When the service last got an answer from each part, and how long it had waited. */
  readonly answers = new Map<string, { atMs: number; afterMs: number }>();
  private readonly places = new Map<string, { kind: PartKind; port: number }>();
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private asking: NodeJS.Timeout | undefined;
  private toxiproxy: ChildProcess | undefined;

  constructor(private readonly program: string) {}

  async open(): Promise<void> {
    for (const name of ['kafka-1', 'kafka-2', 'kafka-3']) await this.place(name, 'broker', answering(4));
    await this.place('postgres', 'database', answering(0));
    await this.place('prometheus', 'prometheus', answering(0));
    await this.place('review', 'service', this.switchServer());
    this.asking = setInterval(() => this.ask(), 50);
  }

  async close(): Promise<void> {
    clearInterval(this.asking);
    for (const socket of this.sockets) socket.destroy();
    for (const server of this.servers) server.close();
    await this.end('toxiproxy');
  }

  driver(): Driver {
    const refuse = async () => Promise.reject(new NotPossible('a small stack only starts and kills'));
    return {
      runtime: 'native',
      parts: async () => [...this.places].map(([name, { kind, port }]) => this.part(name, kind, port)),
      start: (part) => (part === 'toxiproxy' ? this.startToxiproxy() : refuse()),
      kill: (part) => this.end(part),
      ...{ stop: refuse, restart: refuse, pause: refuse, resume: refuse, scale: refuse },
      address: (part) => `http://127.0.0.1:${this.places.get(part)?.port}`,
    };
  }

  /** Whether Toxiproxy was requested. */
  get started(): boolean {
    return this.toxiproxy !== undefined;
  }

  private part(name: string, kind: PartKind, port: number): PartState {
    const http = kind === 'service' || kind === 'proxy';
    return {
      ...{ name, kind, address: `${http ? 'http://' : ''}127.0.0.1:${port}`, health: this.health.get(name) ?? 'up' },
      ports: kind === 'proxy' ? { http: port, links: port + 1 } : { [http ? 'http' : kind]: port },
      ...{ pid: 1, startedAt: null, startMark: null, log: '', down: null, crash: null, restarts: 0 },
    };
  }

  private async place(name: string, kind: PartKind, server: Server): Promise<void> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.on('connection', (socket: Socket) => this.remember(socket));
    this.servers.push(server);
    this.places.set(name, { kind, port: (server.address() as AddressInfo).port });
  }

  private remember(socket: Socket): Socket {
    this.sockets.add(socket);
    return socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
  }

  private switchServer(): Server {
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      if (request.method === 'PUT') {
        const set = this.faults.set(await json(request));
        response.statusCode = set.ok ? 200 : 400;
      }
      response.end(JSON.stringify(this.faults.effects()));
    };
    return createServer((request, response) => void answer(request, response));
  }

  /** One connection to each part, with one request at a time. */
  private readonly connections = new Map<string, { socket: Socket; askedAtMs: number | undefined }>();
  private ask(): void {
    for (const [name, { kind, port }] of this.places) {
      if (kind !== 'broker' && kind !== 'database') continue;
      const open = this.connections.get(name);
      if (!open || open.socket.destroyed)
        this.connections.set(name, { socket: this.connection(name, port), askedAtMs: undefined });
      else if (open.askedAtMs === undefined && !open.socket.connecting) {
        open.askedAtMs = performance.now();
        open.socket.write(questionTo(kind, 0));
      }
    }
  }

  private connection(name: string, port: number): Socket {
    const socket = this.remember(this.faults.ways.dial({ host: '127.0.0.1', port }));
    return socket.on('data', () => {
      const open = this.connections.get(name);
      if (open?.askedAtMs === undefined) return;
      this.answers.set(name, { atMs: performance.now(), afterMs: performance.now() - open.askedAtMs });
      open.askedAtMs = undefined;
    });
  }

  private async startToxiproxy(): Promise<void> {
    if (this.toxiproxy) return;
    // Below the ephemeral ports, and free at first.
    const port = 11_000 + Math.floor(Math.random() * 80) * 100;
    this.toxiproxy = spawn(this.program, ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' });
    await waitFor(
      { what: 'Toxiproxy to answer', limitMs: 10_000 },
      async () => (await fetch(`http://127.0.0.1:${port}/version`)).ok,
    );
    this.places.set('toxiproxy', { kind: 'proxy', port });
  }

  private async end(part: string): Promise<void> {
    if (part !== 'toxiproxy' || !this.toxiproxy) return;
    const ended = once(this.toxiproxy, 'exit');
    this.toxiproxy.kill('SIGKILL');
    await ended;
    this.toxiproxy = undefined;
    this.places.delete('toxiproxy');
  }
}

/**
 * Answers a message once all of it has arrived, as the real parts do: answering the first bytes would hide how slow the
 * rest is.
 *
 * @param own bytes of the length prefix that it does not count itself: 4 in Kafka's protocol, 0 in PostgreSQL's
 */
const answering = (own: number): Server =>
  createListener((socket) => {
    let come = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      come = Buffer.concat([come, bytes]);
      if (come.length < 4 || come.length < come.readInt32BE() + own) return;
      come = Buffer.alloc(0);
      socket.write('!');
    });
  });
