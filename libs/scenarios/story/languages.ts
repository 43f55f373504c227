import type { Text } from '../engine/design.js';

/** Uses one text for both languages. */
export const bothLanguages = (text: string | Text): Text => (typeof text === 'string' ? { en: text, ko: text } : text);
