import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  installedJava,
  isDebian,
  javaMajor,
  kafkaFolder,
  missingRequirements,
  missingSentence,
  zipkinFolder,
} from './requirements.mjs';

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ['spawn java ENOENT', undefined],
  ])('in %s is %s', (said, major) => {
    expect(javaMajor(said)).toBe(major);
  });
});

describe('what is missing on a machine', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eventstage-requirements-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const program = (name: string, body: string) =>
    writeFile(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  it('does not include a Java that only fails because of the shell', async () => {
    await program('java', 'test -z "$JAVA_TOOL_OPTIONS$CLASSPATH" && echo \'openjdk version "21.0.1"\' >&2');
    const [options, classPath] = [process.env['JAVA_TOOL_OPTIONS'], process.env['CLASSPATH']];
    Object.assign(process.env, { JAVA_TOOL_OPTIONS: '-Xmx1m', CLASSPATH: '/nowhere' });
    try {
      expect(installedJava(folder)).toBe(21);
    } finally {
      Object.assign(process.env, { JAVA_TOOL_OPTIONS: options ?? '', CLASSPATH: classPath ?? '' });
    }
  });

  const named = () => missingRequirements(folder, folder).map(({ what }) => what);

  it('is listed completely, each item with its command', () => {
    expect(named()).toEqual(expect.arrayContaining(['Java 17 or newer', 'Maven', 'ffmpeg']));
    const said = missingSentence(missingRequirements(folder, folder));
    for (const found of missingRequirements(folder, folder)) expect(said).toContain(found.command);
    if (isDebian()) expect(said).toMatch(/apt-get update && .*apt-get install openjdk-17-jdk-headless maven ffmpeg`/);
  });

  it('leaves out Maven once Kafka and Zipkin are installed', async () => {
    await Promise.all([kafkaFolder(folder), zipkinFolder(folder)].map((one) => mkdir(one)));
    expect(named()).not.toContain('Maven');
  });

  it('names the Java that is too old', async () => {
    await program('java', 'echo \'openjdk version "11.0.2"\' >&2');
    expect(named()).toContain('Java 17 or newer (the one on the PATH is 11)');
  });

  it('is only ffmpeg if nothing else is missing, and it is optional', async () => {
    for (const name of ['mvn', 'prometheus', 'promtool']) await program(name, '');
    await program('java', 'echo \'openjdk version "21"\' >&2');
    expect(missingRequirements(folder, folder)).toMatchObject([{ what: 'ffmpeg', optional: true }]);
    for (const name of ['ffmpeg', 'ffprobe']) await program(name, '');
    expect(missingRequirements(folder, folder)).toEqual([]);
  });
});
