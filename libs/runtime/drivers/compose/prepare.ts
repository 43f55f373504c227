/**
 * What must be there before any service connects, made from inside the container network:
 *
 *   node prepare.js <name of all brokers>:<port> <folder of PostgreSQL's socket>
 *
 * The superuser is let in by the socket alone: only a container that is given its volume can be him.
 *
 * Databases and roles come from the same code as on the native runtime, and not from an init script of the image: such a
 * script runs for an empty volume only, so a service added later would never get its database. Safe to run again.
 */
import { lookup } from 'node:dns/promises';
import { servicesWithDatabase } from '../../stack.js';
import { createDatabases, forgetPassword } from '../native/postgres.js';
import { createTopics } from '../native/topics.js';

const [brokers = '', socketFolder = ''] = process.argv.slice(2);

/** Docker answers the brokers' common name with one address for each that runs: that is how many must have joined. */
async function addressesOf(nameAndPort: string): Promise<string[]> {
  const [name = '', port] = nameAndPort.split(':');
  return (await lookup(name, { all: true, family: 4 })).map(({ address }) => `${address}:${port}`);
}

async function topics(): Promise<void> {
  const addresses = await addressesOf(brokers);
  await createTopics(addresses);
  console.log(`topics are there, on ${addresses.length} broker(s)`);
}

async function databases(): Promise<void> {
  const server = { name: 'postgres', kind: 'database', host: socketFolder, ports: { postgres: 5432 } } as const;
  // A volume from before has a password that is the same for everybody.
  await forgetPassword(server);
  await createDatabases(server, servicesWithDatabase, '');
  console.log('databases and roles are there');
}

await Promise.all([topics(), databases()]);
