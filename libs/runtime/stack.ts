/**
 * The stack as one readable list: every part, its kind, and its ports. Ports are offsets from EVENTSTAGE_PORT_BASE, so
 * that one variable moves them all.
 */
export const defaultPortBase = 17_000;

export type PartKind =
  'broker' | 'database' | 'service' | 'prometheus' | 'zipkin' | 'grafana' | 'page' | 'load' | 'proxy';

export interface PartDefinition {
  readonly name: string;
  readonly kind: PartKind;
  /** Port name to offset. `http` (or `kafka`, `postgres`) is the address others use. */
  readonly ports: Readonly<Record<string, number>>;
  /** Whether it stores data: it has a database and a role of its name, and reads no other. */
  readonly hasDatabase?: true;
}

export const parts = [
  { name: 'kafka-1', kind: 'broker', ports: { kafka: 92, controller: 95 } },
  { name: 'kafka-2', kind: 'broker', ports: { kafka: 93, controller: 96 } },
  { name: 'kafka-3', kind: 'broker', ports: { kafka: 94, controller: 97 } },
  { name: 'postgres', kind: 'database', ports: { postgres: 54 } },
  { name: 'prometheus', kind: 'prometheus', ports: { http: 90 } },
  { name: 'zipkin', kind: 'zipkin', ports: { http: 41 } },
  { name: 'order', kind: 'service', ports: { http: 1 }, hasDatabase: true },
  { name: 'member', kind: 'service', ports: { http: 2 }, hasDatabase: true },
  { name: 'coupon', kind: 'service', ports: { http: 3 }, hasDatabase: true },
  { name: 'review', kind: 'service', ports: { http: 4 }, hasDatabase: true },
  { name: 'order-view', kind: 'service', ports: { http: 5 }, hasDatabase: true },
  { name: 'lag-watcher', kind: 'service', ports: { http: 6 } },
  { name: 'shop', kind: 'service', ports: { http: 7, rush: 17 }, hasDatabase: true },
  { name: 'gifticon', kind: 'service', ports: { http: 8 }, hasDatabase: true },
  { name: 'video', kind: 'service', ports: { http: 9 }, hasDatabase: true },
  { name: 'control-room', kind: 'service', ports: { http: 10 } },
  { name: 'video-worker', kind: 'service', ports: { http: 11 }, hasDatabase: true },
] as const satisfies readonly PartDefinition[];

export type PartName = (typeof parts)[number]['name'];

/** Services that store data. */
export const servicesWithDatabase: readonly string[] = parts
  .filter((part) => 'hasDatabase' in part)
  .map(({ name }) => name);

/** The port of a part for a given base: `portOf(17_000, 'order', 'http')` is 17001. */
export function portOf(base: number, name: string, port: string): number {
  const offset = (parts as readonly PartDefinition[]).find((part) => part.name === name)?.ports[port];
  if (offset === undefined) throw new Error(`the stack has no part ${name} with a port ${port}`);
  return base + offset;
}

/** A part with its ports as numbers. */
export interface PlacedPart {
  readonly name: string;
  readonly kind: PartKind;
  readonly ports: Readonly<Record<string, number>>;
  /** The host it listens on, if not loopback: inside a container network. */
  readonly host?: string;
}

/** Every part with its ports for a given base. */
export function partsAt(base: number): PlacedPart[] {
  return parts.map(({ name, kind, ports }) => ({
    name,
    kind,
    ports: Object.fromEntries(Object.entries(ports).map(([port, offset]) => [port, base + offset])),
  }));
}
