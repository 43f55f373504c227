/** A text in every language, side by side, so that no translation can be missing. */
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];
export type Text = Readonly<Record<Language, string>>;

/** Picks the text of one language. A plain string (a name such as `{{topic}}`) is the same in all of them. */
export type Say = (text: Text | string) => string;

export const sayIn =
  (language: Language): Say =>
  (text) =>
    typeof text === 'string' ? text : text[language];
