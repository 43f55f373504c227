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
 * Reads the built page once: it is a handful of files, so serving them from memory is simplest, and no request path can
 * escape the folder.
 * @param folder the output of `vite build`
 * @returns files by their path below the folder (`index.html`, `assets/index-x.js`); empty if the page was not built
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
