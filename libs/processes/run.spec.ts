import { run } from './run.js';

describe('a program that is run to its end', () => {
  it('gives its exit code and what it said', async () => {
    const ran = await run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
    expect(ran.code).toBe(3);
    expect(ran.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
    expect(ran.printed).toBe('out\n');
  });

  it('reads what it is given, and nothing of what we were', async () => {
    const script = 'process.stdin.pipe(process.stdout); process.stderr.write(Object.keys(process.env).join())';
    const { printed, output } = await run(process.execPath, ['-e', script], { input: 'words', env: { OURS: '1' } });
    expect(printed).toBe('words');
    expect(output).toContain('OURS');
    expect(output).not.toContain('PATH');
  });

  it('tells each line as it comes, also a letter that comes in two pieces', async () => {
    const script = `
      const [first, ...rest] = Buffer.from('이벤트\\n끝\\n');
      process.stdout.write(Buffer.from([first]), () => setTimeout(() => process.stdout.write(Buffer.from(rest)), 50));`;
    const lines: string[] = [];
    const ran = await run(process.execPath, ['-e', script], { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['이벤트', '끝']);
    expect(ran.output).toBe('이벤트\n끝\n');
  });

  it('is a code of -1 when it is not there', async () => {
    expect((await run('no-such-program', [])).code).toBe(-1);
  });
});
