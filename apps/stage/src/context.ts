import { connectToStack, NotPossible, sentenceOfSystem, type Driver, type Settings } from '#runtime';
import type { Command } from 'commander';
import { listenForInterrupts, type Interrupts } from './interrupts.js';
import { print, printJson, say } from './terminal.js';

/** 0 done or passed · 1 a verdict failed · 2 usage, not possible, or a verdict that cannot be reached. */
export type ExitCode = 0 | 1 | 2;

/** What a command is given. Built once in main.ts; a command file reads nothing else of the world. */
export interface StageContext {
  readonly settings: Settings;
  /**
   * The running stack.
   * @throws NotPossible when none runs here
   */
  readonly connect: () => Promise<Driver>;
  /** What is going on while it goes on, one line, to stderr. */
  readonly progress: (line: string) => void;
  /** The result, to stdout: as JSON with --json, else as the text. Called once by each command. */
  readonly answer: (value: unknown, text: () => string) => void;
  /**
   * Wraps a command's work for commander: what it returns becomes the exit code (nothing: 0), a NotPossible that it
   * throws becomes its sentence and exit 2.
   */
  action<Arguments extends unknown[]>(
    work: (...given: Arguments) => Promise<ExitCode | void>,
  ): (...given: Arguments) => Promise<void>;
  /** The wish to stop. A command that looks here must end when it is raised; one that never looks is ended by the signal. */
  readonly interrupts: Interrupts;
}

/** Every file in commands/ exports one of these as `register`. --json is added to each command by main.ts. */
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

/** Says the one sentence and leaves with 2. With --json stdout stays JSON. */
export function refuse(sentence: string, json: boolean): void {
  if (json) printJson({ error: sentence });
  say(sentence);
  process.exitCode = 2;
}
