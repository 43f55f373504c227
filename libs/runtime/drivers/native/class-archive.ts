import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What Java is told of the archive, and what is to be done when the process has ended in its own way. */
export interface ClassArchive {
  readonly flags: readonly string[];
  readonly keep?: () => void;
}

const silent = ['-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
const inName = /^kafka-(\d+)\.jsa$/;

/**
 * A broker that stops in good order leaves an archive of the classes it had loaded; the next start maps it and is ready in
 * two thirds of the time. The JVM ignores an archive that does not fit (another Java, other jars), but one that is cut off ends
 * it by SIGBUS: so its name says its length, and Java compares its checksum (some 20 ms).
 * @param cacheFolder may be emptied at any time
 * @param cwd where the broker works: a path from there holds no sign of the project's folder that Java would take for more
 */
export function classArchive(cacheFolder: string, isFirst: boolean, cwd: string): ClassArchive {
  const whole = archives(cacheFolder).find(({ name, bytes }) => statSync(join(cacheFolder, name)).size === bytes);
  if (whole) {
    const file = relative(cwd, join(cacheFolder, whole.name));
    return { flags: [...silent, `-XX:SharedArchiveFile=${file}`, '-XX:+VerifySharedSpaces'] };
  }
  if (!isFirst) return { flags: [] };
  const fresh = join(cacheFolder, 'kafka.jsa.new');
  return {
    flags: [...silent, `-XX:ArchiveClassesAtExit=${relative(cwd, fresh)}`],
    keep: () => {
      const bytes = statSync(fresh, { throwIfNoEntry: false })?.size ?? 0;
      if (bytes === 0) return;
      for (const { name } of archives(cacheFolder)) rmSync(join(cacheFolder, name), { force: true });
      renameSync(fresh, join(cacheFolder, `kafka-${bytes}.jsa`));
    },
  };
}

function archives(folder: string): { name: string; bytes: number }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return []; // Never made, or emptied.
  }
  return names.flatMap((name) => {
    const bytes = inName.exec(name)?.[1];
    return bytes ? [{ name, bytes: Number(bytes) }] : [];
  });
}
