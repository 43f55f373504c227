import type { Way, WayEffects } from '#contracts';
import { Socket, type TcpNetConnectOpts } from 'node:net';

/**
 * The routes of a service's outgoing connections: direct by default. Connections are opened through here, so that a
 * network fault can be put between this service and another part while both are running.
 */
export class Ways {
  private ways = new Map<string, { by: string; opened: number; failed: number }>();
  private readonly sockets = new Set<RoutedSocket>();

  /** Replaces all routes. Connections whose route changed are closed: new ones use the new route. */
  set(ways: readonly Way[]): void {
    const before = this.ways;
    this.ways = new Map(ways.map(({ to, by }) => [to, { by, opened: 0, failed: 0 }]));
    for (const [to, way] of this.ways) {
      const same = before.get(to);
      if (same?.by === way.by) this.ways.set(to, same);
    }
    for (const socket of this.sockets) {
      if (socket.by !== this.byOf(socket.to)) socket.destroy(new WayChanged(socket.to));
    }
  }

  effects(): WayEffects[] {
    return [...this.ways].map(([to, { by, opened, failed }]) => {
      const there = [...this.sockets].filter((socket) => socket.to === to && socket.isOpen);
      const open = there.filter((socket) => socket.by === by).length;
      return { to, by, open, escaped: there.length - open, opened, failed };
    });
  }

  /** Opens a connection to an address, by its route. */
  dial(to: { host: string; port: number }): Socket {
    return this.socket().connect(to);
  }

  /** A socket for a client that connects it itself. */
  socket(): Socket {
    const socket = new RoutedSocket((to) => {
      this.sockets.add(socket);
      return this.byOf(to);
    });
    socket.once('connect', () => {
      socket.isOpen = true;
      const way = this.ways.get(socket.to);
      if (way?.by === socket.by) way.opened += 1;
    });
    socket.once('close', () => {
      this.sockets.delete(socket);
      const way = this.ways.get(socket.to);
      if (!socket.isOpen && way?.by === socket.by) way.failed += 1;
    });
    return socket;
  }

  private readonly byOf = (to: string): string => this.ways.get(to)?.by ?? to;
}

/** What the client of a closed connection gets: the same as when the network drops it. */
class WayChanged extends Error {
  readonly code = 'ECONNRESET';

  constructor(to: string) {
    super(`the connection to ${to} was closed: a network fault is starting or ending`);
    this.name = 'WayChanged';
  }
}

class RoutedSocket extends Socket {
  /** The intended address, and the actual one. */
  to = '';
  by = '';
  /** Opened and not yet closed; closed connections are no longer listed. */
  isOpen = false;

  constructor(private readonly byOf: (to: string) => string) {
    super();
  }

  /** Like Socket.connect, with host and port: (port, host) or ({ port, host }). */
  override connect(...given: unknown[]): this {
    const [first, second] = given;
    const { port, host = '127.0.0.1' } =
      typeof first === 'object' ? (first as TcpNetConnectOpts) : { port: Number(first), host: String(second) };
    this.to = `${host}:${port}`;
    this.by = this.byOf(this.to);
    const at = this.by.lastIndexOf(':');
    return super.connect({ host: this.by.slice(0, at), port: Number(this.by.slice(at + 1)) });
  }
}
