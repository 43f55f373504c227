import { openDatabase, type Database } from '#database';
import { databaseOf, databaseUrl, type Driver } from '#runtime';
import { postgresOf } from './open-as-auditor.js';

/** Runs work in the database of a service, or in another one, with the service's own role and permissions. */
export function databasesOf(driver: Driver) {
  return async <T>(
    service: string,
    work: (database: Database) => Promise<T>,
    name = databaseOf(service),
  ): Promise<T> => {
    const url = databaseUrl(await postgresOf(driver), databaseOf(service), name);
    const database = openDatabase({ url, maxConnections: 1, applicationName: 'stage' });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };
}
