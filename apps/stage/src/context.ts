import { connectToStack, NotPossible, sentenceOfSystem, type Driver, type Settings } from '#runtime';
import type { Command } from 'commander';
import { listenForInterrupts, type Interrupts } from './interrupts.js';
import { print, printJson, say } from './terminal.js';

/** 0 done or passed · 1 the verdict failed · 2 wrong usage, not possible, or inconclusive. */
export type ExitCode = 0 | 1 | 2;

/** What a command receives. Created once in main.ts; command files have no other access to the outside. */
export interface StageContext {
  readonly settings: Settings;
  /**
   * The running stack.
   * @throws NotPossible if there is none here
   */
  readonly connect: () => Promise<Driver>;
  /** Prints one line of progress to stderr. */
  readonly progress: (line: string) => void;
  /** Prints the result to stdout: as JSON with --json, otherwise as text. Called once by each command. */
  readonly answer: (value: unknown, text: () => string) => void;
  /**
   * Wraps a command's work for commander: its return value becomes the exit code (nothing: 0), a NotPossible becomes
   * its sentence and exit 2.
   */
  action<Arguments extends unknown[]>(
    work: (...given: Arguments) => Promise<ExitCode | void>,
  ): (...given: Arguments) => Promise<void>;
  /**
   * The user's interrupts. A command that uses them must end when they are aborted; any other is ended by the signal.
   */
  readonly interrupts: Interrupts;
}

/** Every file in commands/ exports one of these as `register`. main.ts adds --json to each command. */
export type Register = (program: Command, context: StageContext) => void;

export function stageContext(settings: Settings, json: () => boolean): StageContext {
  let interrupts: Interrupts | undefined;
  return {
    settings,
    connect: async () => {
      const driver = await connectToStack(settings);
      if (driver) return driver;
      throw new NotPossible('No stack is running here: start one with `npm start` and try again.');
    },
    progress: say,
    answer: (value, text) => (json() ? printJson(value, 2) : print(text())),
    action:
      (work) =>
      async (...given) => {
        try {
          process.exitCode = (await work(...given)) ?? 0;
        } catch (error) {
          const sentence = error instanceof NotPossible ? error.message : sentenceOfSystem(error);
          if (sentence === undefined) throw error;
          refuse(sentence, json());
        }
      },
    get interrupts() {
      return (interrupts ??= listenForInterrupts());
    },
  };
}

/** Prints the sentence and exits with 2. With --json, stdout stays JSON. */
export function refuse(sentence: string, json: boolean): void {
  if (json) printJson({ error: sentence });
  say(sentence);
  process.exitCode = 2;
}
