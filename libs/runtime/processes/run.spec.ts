import { lastWords, run } from './run.js';

describe('a program that is run to its end', () => {
  it('returns its exit code and its output', async () => {
    const ran = await run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
    expect(ran.code).toBe(3);
    expect(ran.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  it('returns -1 if it does not exist', async () => {
    expect((await run('no-such-program', [])).code).toBe(-1);
  });
});

describe('the last words of a program', () => {
  it('are the last line that looks like a reason', () => {
    expect(lastWords('starting\nReferenceError: x is not defined\n    at main (file:1)\n\nNode.js v24\n')).toBe(
      'ReferenceError: x is not defined',
    );
  });

  it('are extracted from a JSON log', () => {
    const line = { level: 'fatal', msg: 'order could not start', err: { message: 'PORT is not set', stack: '...' } };
    expect(lastWords(`${JSON.stringify(line)}\n`)).toBe('order could not start: PORT is not set');
  });

  it('are the last line otherwise', () => {
    expect(lastWords('one\ntwo\n')).toBe('two');
    expect(lastWords('')).toBe('(nothing)');
  });
});
