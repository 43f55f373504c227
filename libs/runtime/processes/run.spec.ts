import { lastWords, run } from './run.js';

describe('a program that is run to its end', () => {
  it('gives its exit code and what it said', async () => {
    const ran = await run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
    expect(ran.code).toBe(3);
    expect(ran.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  it('is a code of -1 when it is not there', async () => {
    expect((await run('no-such-program', [])).code).toBe(-1);
  });
});

describe('the last words of a program', () => {
  it('are the last line that sounds like a reason', () => {
    expect(lastWords('starting\nReferenceError: x is not defined\n    at main (file:1)\n\nNode.js v24\n')).toBe(
      'ReferenceError: x is not defined',
    );
  });

  it('are taken out of a JSON log', () => {
    const line = { level: 'fatal', msg: 'order could not start', err: { message: 'PORT is not set', stack: '...' } };
    expect(lastWords(`${JSON.stringify(line)}\n`)).toBe('order could not start: PORT is not set');
  });

  it('are the last line when none does', () => {
    expect(lastWords('one\ntwo\n')).toBe('two');
    expect(lastWords('')).toBe('(nothing)');
  });
});
