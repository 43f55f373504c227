import { lastWords } from './last-words.js';

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
