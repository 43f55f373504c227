import { useEffect, useState } from 'react';
import { languages, type Language } from './words.js';

/** What is looked at, kept in the address: `#/ko/kafka?group=review`. A link to it shows the same. */
export interface Route {
  language: Language;
  board: string;
  choices: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string, preferred: readonly string[]): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [language, board] = path.split('/');
  const spoken = languages.find((known) => known === language);
  const wished = preferred.map((tag) => languages.find((known) => tag.startsWith(known))).find(Boolean);
  return {
    language: spoken ?? wished ?? 'en',
    board: board || 'stage',
    choices: Object.fromEntries(new URLSearchParams(query)),
  };
}

export function hashOf({ language, board, choices }: Route): string {
  const query = new URLSearchParams(choices).toString();
  return `#/${language}/${board}${query ? `?${query}` : ''}`;
}

export function useRoute(): [Route, (to: Partial<Route>) => void] {
  const read = (): Route => parseRoute(location.hash, navigator.languages);
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const changed = (): void => setRoute(read());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return [route, (to) => (location.hash = hashOf({ ...read(), ...to }))];
}
