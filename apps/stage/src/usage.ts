import { nearest } from '#runtime';
import { CommanderError, Option, type Command } from 'commander';

/**
 * Every command with an action: `fault inject`, not `fault`; and `campaign`, which has options, besides `campaign
 * shrink`.
 */
function workingCommands(command: Command): Command[] {
  const works = command.commands.length === 0 || command.options.length > 0;
  return [...(works ? [command] : []), ...command.commands.flatMap(workingCommands)];
}

/** Settings that all commands share: --json, and errors as exceptions that main.ts words. */
export function prepare(program: Command): void {
  for (const command of workingCommands(program)) {
    if (!command.options.some((option) => option.long === '--json')) {
      command.addOption(new Option('--json', 'print the result as JSON'));
    }
    // Read by main.ts before anything else; declared here so that it is accepted and listed.
    command.addOption(new Option('--runtime <name>', 'native or compose (default: EVENTSTAGE_RUNTIME, or native)'));
  }
  const quiet = (command: Command): void => {
    command.exitOverride().showSuggestionAfterError(false).showHelpAfterError(false);
    command.configureOutput({ outputError: () => {} });
    command.allowExcessArguments(false);
    command.commands.forEach(quiet);
  };
  quiet(program);
}

/** The full name of a command as typed: `fault inject`. */
function typed(command: Command): string {
  return command.parent ? `${typed(command.parent)} ${command.name()}`.trim() : '';
}

/** The innermost command that the words lead to: for `fault injekt review` it is `fault`. */
export function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (!next) break;
    command = next;
  }
  return command;
}

/** One sentence for what commander did not understand: what, the nearest valid name, where to look. */
export function usageSentence(error: CommanderError, program: Command, words: readonly string[]): string {
  const command = commandOf(program, words);
  const name = typed(command);
  const help = `\`npm run stage -- ${name ? `${name} ` : ''}--help\` lists what is available.`;
  const given = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownCommand':
    case 'commander.excessArguments': {
      if (command.commands.length === 0) return `${sentence(error)} ${help}`;
      // The words of the command itself precede it.
      const said = words.filter((word) => !word.startsWith('-'));
      const wrong = said[name === '' ? 0 : name.split(' ').length] ?? given;
      return `There is no command '${`${name} ${wrong}`.trim()}'; the nearest is '${`${name} ${nearest(wrong, namesOf(command))}`.trim()}'. ${help}`;
    }
    case 'commander.unknownOption': {
      const flags = [...command.options.map((option) => option.long ?? ''), '--help'].filter(Boolean);
      return `'${name || 'stage'}' has no flag '${given}'; the nearest is '${nearest(given, flags)}'. ${help}`;
    }
    default:
      return `${sentence(error)} ${help}`;
  }
}

const namesOf = (command: Command): string[] => command.commands.map((one) => one.name());

/** Commander's `error: missing required argument 'part'` as a sentence. */
function sentence(error: CommanderError): string {
  const text = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
