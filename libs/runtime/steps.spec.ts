import { backwards, begin, forwards, parallel, partsOf, sequence, task, type Starter } from './steps.js';
import { wholeStack } from './start-order.js';
import { parts } from './stack.js';

/** A starter that records starts and completions; each part takes one turn of the event loop. */
function noting(fail?: string) {
  const notes: string[] = [];
  const take = (verb: string) => async (name: string) => {
    notes.push(`${verb} ${name}`);
    await new Promise((resolve) => setImmediate(resolve));
    if (name === fail) throw new Error(`${name} failed`);
    notes.push(`${name} done`);
  };
  const starter: Starter = { start: take('start'), begin: take('begin'), task: take('do') };
  return { notes, starter, stop: take('stop') };
}

describe('the order of a start', () => {
  it('runs the steps of a sequence one after another', async () => {
    const { notes, starter } = noting();
    await forwards(sequence('a', task('b'), 'c'), starter);
    expect(notes).toEqual(['start a', 'a done', 'do b', 'b done', 'start c', 'c done']);
  });

  it('runs parallel steps concurrently', async () => {
    const { notes, starter } = noting();
    await forwards(parallel('a', begin('b')), starter);
    expect(notes).toEqual(['start a', 'begin b', 'a done', 'b done']);
  });

  it('waits for the siblings of a failed step, then fails with its error, and starts nothing new', async () => {
    const { notes, starter } = noting('b');
    await expect(forwards(sequence(parallel('a', 'b'), 'c'), starter)).rejects.toThrow('b failed');
    expect(notes).toEqual(['start a', 'start b', 'a done']);
  });

  it('stops in reverse order, skipping tasks', async () => {
    const { notes, stop } = noting();
    await backwards(sequence(parallel('a', begin('b')), task('t'), 'c'), stop);
    expect(notes).toEqual(['stop c', 'c done', 'stop a', 'stop b', 'a done', 'b done']);
  });

  it('names every part of the stack exactly once', () => {
    expect(partsOf(wholeStack).toSorted()).toEqual(parts.map(({ name }): string => name).toSorted());
  });
});
