import { openDatabase, type Database } from '#database';
import { auditorUrl, type Driver, type PartState } from '#runtime';

/** Returns the address of each database of a running stack, for the role that may read all of them and change none. */
export async function auditorUrls(driver: Driver): Promise<(database: string) => string> {
  const postgres = await postgresOf(driver);
  return (database) => auditorUrl(postgres).replace('{database}', database);
}

export async function postgresOf(driver: Driver): Promise<PartState> {
  const postgres = (await driver.parts()).find(({ kind }) => kind === 'database');
  if (!postgres) throw new Error('the stack has no database');
  return postgres;
}

/** One database of a running stack. Closed by the caller. */
export async function openAsAuditor(driver: Driver, database: string): Promise<Database> {
  const urlOf = await auditorUrls(driver);
  return openDatabase({ url: urlOf(database), maxConnections: 1, applicationName: 'auditor' });
}
