import { Command, CommanderError } from 'commander';
import { prepare, usageSentence } from './usage.js';

function stage(): Command {
  const program = new Command('stage');
  program
    .command('up')
    .option('--fresh', 'begin empty')
    .action(() => {});
  program.command('status').action(() => {});
  const fault = program.command('fault');
  fault
    .command('inject')
    .argument('<fault>')
    .argument('<part>')
    .option('--for <time>')
    .action(() => {});
  fault.command('clear').action(() => {});
  const campaign = program
    .command('campaign')
    .option('--seed <n>')
    .action(() => {});
  campaign.command('shrink').action(() => {});
  prepare(program);
  return program;
}

function sentenceFor(...words: string[]): string {
  const program = stage();
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return usageSentence(error, program, words);
    throw error;
  }
  return 'understood';
}

describe('the command line', () => {
  it('accepts --json on every command', () => {
    expect(sentenceFor('status', '--json')).toBe('understood');
    expect(sentenceFor('fault', 'clear', '--json')).toBe('understood');
    expect(sentenceFor('campaign', '--json', '--seed', '7')).toBe('understood');
    expect(sentenceFor('campaign', 'shrink', '--json')).toBe('understood');
  });

  it.each([
    [
      ['campaign', 'shrik'],
      "There is no command 'campaign shrik'; the nearest is 'campaign shrink'. `npm run stage -- campaign --help` lists what is available.",
    ],
    [
      ['statsu'],
      "There is no command 'statsu'; the nearest is 'status'. `npm run stage -- --help` lists what is available.",
    ],
    [
      ['fault', 'injekt', 'kill', 'review'],
      "There is no command 'fault injekt'; the nearest is 'fault inject'. `npm run stage -- fault --help` lists what is available.",
    ],
    [
      ['up', '--frsh'],
      "'up' has no flag '--frsh'; the nearest is '--fresh'. `npm run stage -- up --help` lists what is available.",
    ],
    [
      ['fault', 'inject', 'kill'],
      "Missing required argument 'part'. `npm run stage -- fault inject --help` lists what is available.",
    ],
    [
      ['status', 'now'],
      "Too many arguments for 'status'. Expected 0 arguments but got 1. `npm run stage -- status --help` lists what is available.",
    ],
  ])('answers %j with one sentence', (words, sentence) => {
    expect(sentenceFor(...words)).toBe(sentence);
  });
});
