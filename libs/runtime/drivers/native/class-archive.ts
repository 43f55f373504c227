import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Java's options for the archive, and what to do after a regular exit. */
export interface ClassArchive {
  readonly flags: readonly string[];
  readonly keep?: () => void;
}

const silent = ['-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
const inName = /^kafka-(\d+)\.jsa$/;

/**
 * A broker that stops regularly leaves an archive of its loaded classes; the next start maps it and is ready in two thirds of the time.
 * The JVM ignores an archive that does not match (another Java, other jars), but a truncated one kills it by SIGBUS: so the name
 * contains the length, and Java verifies the checksum (about 20 ms).
 * @param cacheFolder can be emptied at any time
 * @param cwd the broker's working folder: a relative path avoids special characters in the project's folder
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
    return []; // Never written, or the cache was emptied.
  }
  return names.flatMap((name) => {
    const bytes = inName.exec(name)?.[1];
    return bytes ? [{ name, bytes: Number(bytes) }] : [];
  });
}
