import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './table.js';
import { printable, printableJson } from './terminal.js';

const escape = '\x1b';

describe('what is printed', () => {
  it.each([
    ['clears the screen', `${escape}[2J${escape}[Hall well`, '[2J[Hall well'],
    ['sets the title of the window', `${escape}]0;owned\x07order`, ']0;ownedorder'],
    ['uses the eight-bit form of it', '\x9b2Jorder', '2Jorder'],
    ['writes over the line', 'failed\rpassed', 'failedpassed'],
    ['takes letters back', 'failed\b\b\b\b\b\bpassed', 'failedpassed'],
    ['turns the direction of writing', 'order\u202egnp.exe', 'ordergnp.exe'],
    ['is cut off in the middle of a sequence', `order${escape}`, 'order'],
  ])('cannot move the cursor when it %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('keeps every letter, line and tab', () => {
    const text = '주문 → order\t1 ✗ 🎁\nsecond line\r\nthird';
    expect(printable(text)).toBe('주문 → order\t1 ✗ 🎁\nsecond line\nthird');
  });

  it('is the same document as JSON, and nothing in it is obeyed', () => {
    const value = { name: `${escape}[2J\x9b\u202e\x7f주문` };
    const json = printableJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(printable(json)).toBe(json);
  });

  it('keeps a cell of a table on its line', () => {
    expect(table([['service'], ['order\nok  member']]).split('\n')).toHaveLength(2);
  });

  it('passes through one place', () => {
    const folder = 'apps/stage/src';
    const writers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .filter((name) => /process\.std(out|err)|\bconsole\./.test(readFileSync(join(folder, name), 'utf8')));
    expect(writers).toEqual(['terminal.ts']);
  });
});
