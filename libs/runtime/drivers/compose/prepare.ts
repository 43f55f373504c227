/**
 * Creates what must exist before any service connects, from inside the container network:
 *
 *   node prepare.js <name of all brokers>:<port> <folder of PostgreSQL's socket>
 *
 * The superuser can only connect through the socket, so only a container that mounts its volume can be superuser.
 *
 * Databases and roles are created by the same code as on the native runtime instead of an init script of the image: such a script
 * runs only for an empty volume, so a service added later would never get its database. Safe to run again.
 */
import { lookup } from 'node:dns/promises';
import { servicesWithDatabase } from '../../stack.js';
import { createDatabases, forgetPassword } from '../native/postgres.js';
import { createTopics } from '../native/topics.js';

const [brokers = '', socketFolder = ''] = process.argv.slice(2);

/** Docker resolves the brokers' shared name to one address per running broker: that many must have joined. */
async function addressesOf(nameAndPort: string): Promise<string[]> {
  const [name = '', port] = nameAndPort.split(':');
  return (await lookup(name, { all: true, family: 4 })).map(({ address }) => `${address}:${port}`);
}

async function topics(): Promise<void> {
  const addresses = await addressesOf(brokers);
  await createTopics(addresses);
  console.log(`topics exist on ${addresses.length} broker(s)`);
}

async function databases(): Promise<void> {
  const server = { name: 'postgres', kind: 'database', host: socketFolder, ports: { postgres: 5432 } } as const;
  // An older volume has a well-known password.
  await forgetPassword(server);
  await createDatabases(server, servicesWithDatabase, '');
  console.log('databases and roles exist');
}

await Promise.all([topics(), databases()]);
