import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule, Type, ValueProvider } from '@nestjs/common';
import { catalog, consumerGroups } from '#contracts';
import { parts, servicesWithDatabase } from '#runtime';
import type { ServiceDefinition } from '#service';
import { serviceColours } from '../grafana/colours.js';
import { readConfig } from '../libs/service/config.js';
import { serviceDefinition } from '../libs/service/service.module.js';

/**
 * Compares every list that names services with the folders in apps/, so that a new service cannot be forgotten in one of them.
 * docs/adding.md has the whole list; libs/runtime/drivers/compose/project.spec.ts checks ports and Prometheus.
 */
const text = (file: string): string => readFileSync(file, 'utf8');
const folders = readdirSync('apps').sort();
/** Every folder except the stage, which is a command line. */
const services = folders.filter((name) => name !== 'stage');

/** `order-view` has its module in order-view.module.ts. */
async function definitionOf(name: string): Promise<ServiceDefinition> {
  const file = (await import(`../apps/${name}/src/${name}.module.ts`)) as Record<string, Type>;
  const [module] = Object.values(file);
  const imports = Reflect.getMetadata('imports', module as object) as DynamicModule[];
  const providers = imports.flatMap((one) => (one.providers ?? []) as ValueProvider<ServiceDefinition>[]);
  const found = providers.find(({ provide }) => provide === serviceDefinition);
  if (!found) throw new Error(`${name}.module.ts has no ServiceModule.for(...)`);
  return found.useValue;
}

/** The types of the events that a service reacts to; for some services they depend on settings. */
async function reactionsOf({ name, reactions = [] }: ServiceDefinition): Promise<readonly string[]> {
  if (typeof reactions !== 'function') return reactions.map(({ on }) => on.type);
  const folder = mkdtempSync(join(tmpdir(), 'eventstage-services-'));
  try {
    return (await reactions(readConfig(name, { PORT: '0', VIDEO_FOLDER: folder }))).map(({ on }) => on.type);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The event types in one bullet of the comment above a module: `- consumes: order.placed, to ...`. */
function named(name: string, point: 'publishes' | 'consumes'): string[] {
  const comment = text(`apps/${name}/src/${name}.module.ts`).replaceAll(/\n \*( {3})?/g, '\n');
  const [, said = ''] = new RegExp(`^ ?- ${point}:?([^]*?)(?=^ ?- |^\\s*$|^/)`, 'm').exec(comment) ?? [];
  return [...said.matchAll(/\b[a-z]+\.[a-z]+(-[a-z]+)*\b/g)].map(([type]) => type).sort();
}

describe.each(services)('the service %s', (name) => {
  it('has the name of its folder', async () => {
    expect((await definitionOf(name)).name).toBe(name);
    expect(text(`apps/${name}/src/main.ts`)).toContain(`startService('${name}', `);
  });

  it('reacts to what libs/contracts/groups.ts says, which the lag watcher and readiness rely on', async () => {
    const written = consumerGroups.filter((group) => group.name === name).flatMap(({ reactsTo }) => reactsTo);
    expect([...(await reactionsOf(await definitionOf(name)))].sort()).toEqual(written.toSorted());
  });

  it('has a database if it has tables', async () => {
    expect(servicesWithDatabase.includes(name)).toBe((await definitionOf(name)).migrations !== undefined);
  });

  it('documents above its module what it publishes and consumes', async () => {
    const owned = catalog.filter(({ owner }) => owner === name).map(({ type }) => type);
    expect(named(name, 'publishes')).toEqual(owned.toSorted());
    expect(named(name, 'consumes')).toEqual([...(await reactionsOf(await definitionOf(name)))].sort());
  });
});

test('every service is a part of the stack, and has its own colour', () => {
  const inStack = parts.filter(({ kind }) => kind === 'service').map(({ name }) => name as string);
  expect(inStack.toSorted()).toEqual(services);
  expect(Object.keys(serviceColours).sort()).toEqual(services);
  expect(new Set(Object.values(serviceColours)).size).toBe(services.length);
});

test('every group and every owner of an event is a service', () => {
  const spoken = [...consumerGroups.map(({ name }) => name), ...catalog.map(({ owner }) => owner)];
  expect(spoken.filter((name) => !services.includes(name))).toEqual([]);
});

test('nest-cli.json has every folder of apps/', () => {
  const { projects } = JSON.parse(text('nest-cli.json')) as { projects: Record<string, { sourceRoot: string }> };
  const expected = Object.fromEntries(folders.map((name) => [name, `apps/${name}/src`]));
  expect(Object.fromEntries(Object.entries(projects).map(([name, { sourceRoot }]) => [name, sourceRoot]))).toEqual(
    expected,
  );
});

test('in containers every service runs, with its own folder, and can be reached by its name', () => {
  const compose = text('docker-compose.yml');
  const run = [...compose.matchAll(/SERVICE_NAME: ([\w-]+)/g)].map(([, name]) => name);
  expect(run.sort()).toEqual(services);
  for (const name of services) expect(compose).toContain(`dist/apps/${name}/src/main.js`);
  const [, allowed = ''] = /EVENTSTAGE_ALLOWED_HOSTS: ([\w,-]+)/.exec(compose) ?? [];
  expect(allowed.split(',').sort()).toEqual(services);
});
