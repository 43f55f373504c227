import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface PageFile {
  contentType: string;
  body: Buffer;
}

/**
 * The built page, read once: a handful of files, so memory is the simplest file server, and one that no path in a
 * request can lead out of its folder.
 * @param folder where `vite build` wrote it
 * @returns files by their path below the folder (`index.html`, `assets/index-x.js`); empty when it was not built
 */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => extname(path) in contentTypes)
      .map((path) => [
        path.replaceAll('\\', '/'),
        { contentType: contentTypes[extname(path)] ?? '', body: readFileSync(join(folder, path)) },
      ]),
  );
}
