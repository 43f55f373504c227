import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { NotPossible, settingsFrom, type Settings } from '#runtime';
import { environment } from '#settings';
import { Command, CommanderError } from 'commander';
import { registers } from './commands/index.js';
import { refuse, stageContext } from './context.js';
import { say } from './terminal.js';
import { prepare, usageSentence } from './usage.js';

// dist/apps/stage/src/main.js: four folders below the root.
const root = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/\/$/, '');
const words = process.argv.slice(2);
const json = () => words.includes('--json');

/** --runtime takes precedence over EVENTSTAGE_RUNTIME. */
const at = words.findIndex((word) => word === '--runtime' || word.startsWith('--runtime='));
const runtime = at === -1 ? {} : { EVENTSTAGE_RUNTIME: words[at]?.split('=')[1] ?? words[at + 1] };

function settings(): Settings | undefined {
  try {
    return settingsFrom(root, { ...environment(), ...runtime });
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error;
    refuse(error.message, json());
    return undefined;
  }
}

async function main(given: Settings): Promise<void> {
  const program = new Command('stage')
    .description('Runs Eventstage: a small commerce platform built to be watched while it breaks.')
    .usage('<command> [options]      (npm run stage -- <command>)');
  const context = stageContext(given, json);
  for (const register of registers) register(program, context);
  prepare(program);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.help' && words.length === 0) process.exitCode = 2;
    if (error.code.startsWith('commander.help') || error.code === 'commander.version') return;
    refuse(usageSentence(error, program, words), json());
  }
}

// The IPC channel to the bootstrap must not keep a finished command alive.
process.channel?.unref();
const given = settings();
if (given) {
  await main(given).catch((error: unknown) => {
    // A bug of ours. Its text may contain foreign input, which Node would print unescaped.
    say(inspect(error));
    process.exit(1);
  });
}
