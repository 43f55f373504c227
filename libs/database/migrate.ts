import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import type { Database } from './database.js';

/** One migration, applied once and never edited afterwards. Migrations run in the order of their names. */
export interface Migration {
  /** `001-orders`: a number for sorting, then what it does. */
  name: string;
  sql: string;
}

/**
 * Applies all pending migrations. Safe if several processes start at once: the migrator holds a lock.
 * @throws the error of the first migration that fails; earlier ones stay applied
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  const kysely = new Kysely<unknown>({
    // The pool belongs to the service, so Kysely must not close it.
    dialect: new PostgresDialect({ pool: { connect: () => database.pool.connect(), end: async () => {} } }),
  });
  const migrator = new Migrator({
    db: kysely,
    // A new migration of a library (0..) sorts before those of the services (1..) that were applied long ago.
    allowUnorderedMigrations: true,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          migrations.map((step) => [step.name, { up: async (db) => void (await sql.raw(step.sql).execute(db)) }]),
        ),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error('the database could not be migrated', { cause: error });
}
