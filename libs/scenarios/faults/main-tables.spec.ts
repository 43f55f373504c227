import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { servicesWithDatabase } from '#runtime';
import { mainTables } from './main-tables.js';

it('is listed for every service with a database', () => {
  expect(Object.keys(mainTables).toSorted()).toEqual(servicesWithDatabase.toSorted());
});

it.each(Object.entries(mainTables))('the service %s creates the table %s', (service, table) => {
  const folder = join(process.cwd(), 'apps', service, 'src');
  const tables = readdirSync(folder).filter((file) => file.endsWith('.table.ts'));
  const statements = tables.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  expect(statements).toContain(`CREATE TABLE ${table} (`);
});
