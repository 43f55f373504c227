/** Every word on a board in every language, side by side: a board in one language only cannot be written. */
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];
export type Text = Readonly<Record<Language, string>>;

/** Picks the words of one language. A plain string (a name such as `{{topic}}`) is the same in all of them. */
export type Say = (text: Text | string) => string;

export const sayIn =
  (language: Language): Say =>
  (text) =>
    typeof text === 'string' ? text : text[language];
