import { openDatabase, type Database } from '#database';
import { databaseOf, databaseUrl, type Driver } from '#runtime';

/** Runs work in the database of a service, as the service's own role: it may do there what the service may. */
export function databasesOf(driver: Driver) {
  return async <T>(service: string, work: (database: Database) => Promise<T>): Promise<T> => {
    const postgres = (await driver.parts()).find(({ kind }) => kind === 'database');
    if (!postgres) throw new Error('the stack has no database');
    const role = databaseOf(service);
    const url = databaseUrl(postgres, role, role);
    const database = openDatabase({ url, maxConnections: 1, applicationName: 'stage' });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };
}
