import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The same place without symbolic links in the way, also when it does not exist yet. Paths between two places are only right
 * without them: the system follows `..` from where a link leads to.
 */
export function realPlace(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPlace(parent), basename(path));
  }
}
