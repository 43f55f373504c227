import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './table.js';
import { printable, printableJson } from './terminal.js';

const escape = '\x1b';

describe('printed text', () => {
  it.each([
    ['clears the screen', `${escape}[2J${escape}[Hall well`, '[2J[Hall well'],
    ['sets the title of the window', `${escape}]0;owned\x07order`, ']0;ownedorder'],
    ['uses the eight-bit form of it', '\x9b2Jorder', '2Jorder'],
    ['overwrites the line', 'failed\rpassed', 'failedpassed'],
    ['erases letters', 'failed\b\b\b\b\b\bpassed', 'failedpassed'],
    ['changes the text direction', 'order\u202egnp.exe', 'ordergnp.exe'],
    ['is truncated within a sequence', `order${escape}`, 'order'],
  ])('cannot move the cursor when it %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('keeps every letter, line and tab', () => {
    const text = '주문 → order\t1 ✗ 🎁\nsecond line\r\nthird';
    expect(printable(text)).toBe('주문 → order\t1 ✗ 🎁\nsecond line\nthird');
  });

  it('is the same document as JSON, with control characters escaped', () => {
    const value = { name: `${escape}[2J\x9b\u202e\x7f주문` };
    const json = printableJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(printable(json)).toBe(json);
  });

  it('keeps a cell of a table on its line', () => {
    expect(table([['service'], ['order\nok  member']]).split('\n')).toHaveLength(2);
  });

  it('is written in one place only', () => {
    const folder = 'apps/stage/src';
    const writers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .filter((name) => /process\.std(out|err)|\bconsole\./.test(readFileSync(join(folder, name), 'utf8')));
    expect(writers).toEqual(['terminal.ts']);
  });
});
