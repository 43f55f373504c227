import { consumerGroups } from '#contracts';
import {
  listDeadLetters,
  openKafkaAdmin,
  replayDeadLetters,
  type DeadLetter,
  type KafkaAdmin,
  type Replayed,
} from '#messaging';
import { oneOf } from '#runtime';
import type { Register, StageContext } from '../context.js';
import { table } from '../table.js';

const groups = consumerGroups.map(({ name }) => name);

/** Messages that a group gave up on. */
export const register: Register = (program, context) => {
  const deadLetter = program.command('dead-letter').description('messages that a consumer group gave up on');
  deadLetter
    .command('list')
    .argument('[group]', 'one consumer group (default: all)')
    .description('list dead letters with reason, topic, partition, offset and handler')
    .action(
      context.action(async (group?: string) => {
        const letters = await onBrokers(context, group, (admin) => listDeadLetters(admin, group));
        context.answer(letters, () => (letters.length === 0 ? 'no dead letters' : lettersText(letters)));
      }),
    );
  deadLetter
    .command('replay')
    .argument('[group]', 'one consumer group (default: all)')
    .description('send dead letters back to the group that gave up on them, and to no other')
    .action(
      context.action(async (group?: string) => {
        const replayed = await onBrokers(context, group, (admin) => replayDeadLetters(admin, group));
        const some = replayed.filter((one) => one.replayed + one.passedOver > 0);
        context.answer(replayed, () =>
          some.length === 0 ? 'no dead letters to replay' : some.map(replayedText).join('\n'),
        );
      }),
    );
};

function replayedText({ group, replayed, passedOver }: Replayed): string {
  const sent = `${group}: ${replayed} sent back`;
  return passedOver === 0 ? sent : `${sent}, ${passedOver} skipped because they cannot be decoded`;
}

async function onBrokers<T>(
  context: StageContext,
  group: string | undefined,
  work: (admin: KafkaAdmin) => Promise<T>,
): Promise<T> {
  if (group !== undefined) oneOf('consumer group', group, groups);
  const driver = await context.connect();
  const brokers = (await driver.parts()).filter(({ kind }) => kind === 'broker');
  const admin = openKafkaAdmin({
    brokers: brokers.map(({ name }) => driver.address(name, 'kafka')),
    clientId: 'stage',
  });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

function lettersText(letters: readonly DeadLetter[]): string {
  return table([
    ['group', 'handler', 'from', 'time', 'key', 'reason'],
    ...letters.map(({ group, handler, topic, partition, offset, time, key, reason }) => [
      ...[group, handler, `${topic}/${partition}@${offset}`, time, key ?? '-', reason.slice(0, 120)],
    ]),
  ]);
}
