import type { Database } from '#database';
import { dropSetAside, listSetAside, retrySetAside, type SetAsideRow } from '#messaging';
import { NotPossible, oneOf, servicesWithDatabase } from '#runtime';
import { databasesOf } from '#scenarios';
import type { Register, StageContext } from '../context.js';
import { table } from '../table.js';

type Row = SetAsideRow & { service: string };

/** Outbox rows that no broker accepts. */
export const register: Register = (program, context) => {
  const outbox = program.command('outbox').description('messages that no broker will ever accept');
  outbox
    .command('list')
    .argument('[service]', 'one service (default: all)')
    .description('list messages that were set aside, why, and what waits behind them')
    .action(
      context.action(async (service?: string) => {
        const rows = (await inEach(context, service, listSetAside)).flatMap(({ service: name, result }) =>
          result.map((row): Row => ({ service: name, ...row })),
        );
        context.answer(rows, () => (rows.length === 0 ? 'no message was set aside' : rowsText(rows)));
      }),
    );
  outbox
    .command('retry')
    .argument('[service]', 'one service (default: all)')
    .description(
      'put messages that were set aside back into the outbox, in their original order; rejected ones are set aside again',
    )
    .action(
      context.action(async (service?: string) => {
        const retried = (await inEach(context, service, retrySetAside)).map(({ service: name, result }) => ({
          ...{ service: name, retried: result },
        }));
        const some = retried.filter((one) => one.retried > 0);
        context.answer(retried, () =>
          some.length === 0
            ? 'no message was set aside'
            : some.map((one) => `${one.service}: ${one.retried} retried`).join('\n'),
        );
      }),
    );
  outbox
    .command('drop')
    .argument('<service>', 'the service that wrote it')
    .argument('<row>', 'number of the row: see outbox list')
    .description('permanently delete a message that was set aside, and publish what waits behind it')
    .action(context.action((service: string, row: string) => drop(context, service, row)));
};

async function drop(context: StageContext, service: string, row: string): Promise<void> {
  if (!/^\d{1,18}$/.test(row))
    throw new NotPossible(`'${row}' is not a row number: see \`npm run stage -- outbox list\`.`);
  const [done] = await inEach(context, service, (database) => dropSetAside(database, row));
  if (!done?.result)
    throw new NotPossible(`${service} has no row ${row} set aside: see \`npm run stage -- outbox list\`.`);
  const { dropped, putBack } = done.result;
  context.answer({ service, ...done.result }, () =>
    [`dropped: ${service} ${dropped.id}, event ${dropped.eventId} on ${dropped.topic}`, `retried: ${putBack}`].join(
      '\n',
    ),
  );
}

/** Runs `work` on the database of one service, or of each service that has one. */
async function inEach<T>(
  context: StageContext,
  service: string | undefined,
  work: (database: Database) => Promise<T>,
): Promise<{ service: string; result: T }[]> {
  if (service !== undefined) oneOf('service with an outbox', service, servicesWithDatabase);
  const inDatabaseOf = databasesOf(await context.connect());
  const results: { service: string; result: T }[] = [];
  for (const name of service === undefined ? servicesWithDatabase : [service]) {
    try {
      results.push({ service: name, result: await inDatabaseOf(name, work) });
    } catch (cause) {
      throw new NotPossible(`The database of ${name} does not respond: see \`npm run stage -- status\`.`, { cause });
    }
  }
  return results;
}

function rowsText(rows: readonly Row[]): string {
  return table([
    ['service', 'row', 'topic', 'key', 'bytes', 'since', 'reason'],
    ...rows.map(({ service, id, topic, key, bytes, time, reason }) => [
      ...[service, id, topic, (key ?? '-').slice(0, 60), String(bytes), time, reason.slice(0, 120)],
    ]),
  ]);
}
