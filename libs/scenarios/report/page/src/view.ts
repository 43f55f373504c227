import type { Text } from '../../../engine/design.js';

/** What the reader can switch. */
export interface Choice {
  readonly language: keyof Text;
  readonly theme: 'light' | 'dark';
}

/** What every section of a page is drawn with. */
export interface View extends Choice {
  /** The text in the reader's language. */
  readonly t: (text: Text) => string;
  /** Draws the whole page anew. */
  readonly choose: (change: Partial<Choice>) => void;
}

/** A page has a title for the browser's tab, and sections from top to bottom. */
export interface Page {
  readonly title: string;
  readonly sections: readonly HTMLElement[];
}

export const viewOf = (choice: Choice, choose: View['choose']): View => ({
  ...choice,
  t: (text) => text[choice.language],
  choose,
});

/**
 * The reader's choice at first: what the browser prefers, unless the address says otherwise.
 * @param search of the address: `?lang=ko&theme=dark`
 */
export function choiceIn(search: string): Choice {
  const asked = new URLSearchParams(search);
  const language = asked.get('lang') ?? navigator.language;
  const preferred = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  return {
    language: language.startsWith('ko') ? 'ko' : 'en',
    theme: (asked.get('theme') ?? preferred) === 'dark' ? 'dark' : 'light',
  };
}
