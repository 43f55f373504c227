import type { Database } from '#database';
import { dropSetAside, listSetAside, retrySetAside, type SetAsideRow } from '#messaging';
import { NotPossible, oneOf, servicesWithDatabase } from '#runtime';
import { databasesOf } from '#scenarios';
import type { Register, StageContext } from '../context.js';
import { table } from '../table.js';

type Row = SetAsideRow & { service: string };

/** Rows of outboxes that no broker takes. */
export const register: Register = (program, context) => {
  const outbox = program.command('outbox').description('messages that no broker takes');
  outbox
    .command('list')
    .argument('[service]', 'one service; all when left out')
    .description('show what was set aside, with the reason, and what waits behind it')
    .action(
      context.action(async (service?: string) => {
        const rows = (await inEach(context, service, listSetAside)).flatMap(({ service: name, result }) =>
          result.map((row): Row => ({ service: name, ...row })),
        );
        context.answer(rows, () => (rows.length === 0 ? 'nothing was set aside' : rowsText(rows)));
      }),
    );
  outbox
    .command('retry')
    .argument('[service]', 'one service; all when left out')
    .description(
      'put what was set aside back into the outbox, in its old order; what is refused again is set aside again',
    )
    .action(
      context.action(async (service?: string) => {
        const retried = (await inEach(context, service, retrySetAside)).map(({ service: name, result }) => ({
          ...{ service: name, retried: result },
        }));
        const some = retried.filter((one) => one.retried > 0);
        context.answer(retried, () =>
          some.length === 0
            ? 'nothing was set aside'
            : some.map((one) => `${one.service}: ${one.retried} tried again`).join('\n'),
        );
      }),
    );
  outbox
    .command('drop')
    .argument('<service>', 'the service that wrote it')
    .argument('<row>', 'its number: see outbox list')
    .description('delete a message that was set aside, for good; what waits behind it goes out')
    .action(context.action((service: string, row: string) => drop(context, service, row)));
};

async function drop(context: StageContext, service: string, row: string): Promise<void> {
  if (!/^\d{1,18}$/.test(row))
    throw new NotPossible(`'${row}' is no number of a row: see \`npm run stage -- outbox list\`.`);
  const [done] = await inEach(context, service, (database) => dropSetAside(database, row));
  if (!done?.result)
    throw new NotPossible(`${service} has no row ${row} set aside: see \`npm run stage -- outbox list\`.`);
  const { dropped, putBack } = done.result;
  context.answer({ service, ...done.result }, () =>
    [`dropped: ${service} ${dropped.id}, event ${dropped.eventId} on ${dropped.topic}`, `tried again: ${putBack}`].join(
      '\n',
    ),
  );
}

/** Runs `work` on the database of one service, or of each that has one. */
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
      throw new NotPossible(`The database of ${name} does not answer: see \`npm run stage -- status\`.`, { cause });
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
