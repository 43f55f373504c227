/**
 * What must be there before any service connects, made from inside the container network:
 *
 *   node prepare.js <name of all brokers>:<port> <host of PostgreSQL>:<port>
 *
 * Databases and roles come from the same code as on the native runtime, and not from an init script of the image: such a
 * script runs for an empty volume only, so a service added later would never get its database. Safe to run again.
 */
import { lookup } from 'node:dns/promises';
import { servicesWithDatabase } from '../../stack.js';
import { createDatabases } from '../native/postgres.js';
import { createTopics } from '../native/topics.js';

const [brokers = '', postgres = ''] = process.argv.slice(2);

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
  const [host, port] = postgres.split(':');
  await createDatabases(
    { name: 'postgres', kind: 'database', host, ports: { postgres: Number(port) } },
    servicesWithDatabase,
  );
  console.log('databases and roles are there');
}

await Promise.all([topics(), databases()]);
