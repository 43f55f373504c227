/** The valid values of a setting. */
export interface Kind<T> {
  /** Describes a valid value, to follow 'give': 'a whole number from 1 to 8, for example 2'. */
  readonly right: string;
  /** undefined if the text is not valid. */
  read(text: string): T | undefined;
}

const number = (text: string): number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

export const wholeNumber = (from: number, to: number, example: number): Kind<number> => ({
  right: `a whole number from ${from} to ${to}, for example ${example}`,
  read: (text) => {
    const value = number(text);
    return Number.isInteger(value) && value >= from && value <= to ? value : undefined;
  },
});

export const numberFrom = (from: number, to: number, example: number): Kind<number> => ({
  right: `a number from ${from} to ${to}, for example ${example}`,
  read: (text) => {
    const value = number(text);
    return value >= from && value <= to ? value : undefined;
  },
});

/** Its content is validated by its reader. */
export const json = (example: string): Kind<unknown> => ({
  right: `JSON, for example ${example}`,
  read: (text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  },
});

export const port = (example: number): Kind<number> => ({
  ...wholeNumber(1, 65_535, example),
  right: `a port from 1 to 65535, for example ${example}`,
});

export const oneOfThese = <Name extends string>(...names: readonly Name[]): Kind<Name> => ({
  right: names.length === 2 ? names.join(' or ') : `one of ${names.join(', ')}`,
  read: (text) => names.find((name) => name === text),
});

/** Separated by commas, at least one, without duplicates. */
export const someOfThese = (...names: readonly string[]): Kind<readonly string[]> => ({
  right: `one or more of ${names.join(', ')}, separated by commas`,
  read: (text) => {
    const given = text.split(',').map((name) => name.trim());
    return given.every((name) => names.includes(name)) ? given : undefined;
  },
});

const urlOf = (text: string, protocols: readonly string[]): URL | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && url.hostname !== '' && protocols.includes(url.protocol) ? url : undefined;
};

export const httpUrl = (example: string): Kind<string> => ({
  right: `an http address, for example ${example}`,
  read: (text) => (urlOf(text, ['http:', 'https:']) ? text.replace(/\/$/, '') : undefined),
});

export const postgresUrl = (example: string): Kind<string> => ({
  right: `a PostgreSQL address with role, password and database, for example ${example}`,
  read: (text) => {
    const url = urlOf(text.replace('{database}', 'database'), ['postgres:', 'postgresql:']);
    return url?.username && url.pathname.length > 1 ? text : undefined;
  },
});

/** host:port, separated by commas. */
export const addresses = (example: string): Kind<readonly string[]> => ({
  right: `host:port, several separated by commas, for example ${example}`,
  read: (text) => {
    const given = text.split(',').map((one) => one.trim());
    const isRight = (one: string) => /^[^\s:,/]+:\d+$/.test(one) && Number(one.split(':')[1]) <= 65_535;
    return given.every(isRight) ? given : undefined;
  },
});

/** Without port, separated by commas. */
export const hostNames = (example: string): Kind<readonly string[]> => ({
  right: `names without port, several separated by commas, for example ${example}`,
  read: (text) => {
    const given = text.split(',').map((one) => one.trim());
    return given.every((one) => /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(one)) ? given : undefined;
  },
});

/** Kafka accepts any name, so only empty names are invalid. */
export const groupNames = (example: string): Kind<readonly string[]> => ({
  right: `names of consumer groups, several separated by commas, for example ${example}`,
  read: (text) => {
    const given = text.split(',').map((one) => one.trim());
    return given.every((one) => one.length > 0) ? given : undefined;
  },
});

export const text = (right: string, pattern = /^[^\0\n]+$/): Kind<string> => ({
  right,
  read: (given) => (pattern.test(given) ? given : undefined),
});
