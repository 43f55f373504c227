import { existsSync, readdirSync, readFileSync } from 'node:fs';

const markdown = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

/** All except docs/adding.md, whose files the reader is to write. */
const documents = ['README.md', 'README.ko.md', 'CONTRIBUTING.md', ...markdown('docs')].filter(
  (path) => path !== 'docs/adding.md',
);

test.each(documents)('%s names no file that does not exist', (path) => {
  const text = readFileSync(path, 'utf8');
  const ours = /`((?:apps|bench|docs|grafana|libs|patches|prometheus|scenarios|scripts|test)\/[\w@+./-]*\w)`/g;
  const named = [...text.matchAll(ours)].map(([, name]) => name!);
  expect(named.filter((name) => !existsSync(name))).toEqual([]);
});
