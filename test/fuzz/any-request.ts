import fc from 'fast-check';

/** One operation of a listener, from its OpenAPI document. */
export interface Way {
  method: string;
  /** `/orders/{id}` */
  path: string;
  parameters: { in: 'path' | 'query' | 'header'; name: string }[];
  /** By content type. */
  bodies: Readonly<Record<string, Schema>>;
}

/** The parts of JSON Schema that our documents use. */
interface Schema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

export interface AnyRequest {
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

/** Requests of every kind: valid ones, ones with a single mistake, and garbage. `safe`: garbage only. */
export function anyRequest(way: Way, safe = false): fc.Arbitrary<AnyRequest> {
  const headers = way.parameters.filter((one) => one.in === 'header').map(({ name }) => name);
  return fc
    .record({
      path: anyPath(way.path),
      query: fc.option(anyQuery, { freq: 4, nil: '' }),
      key: anyKey,
      content: anyContent(way, safe),
    })
    .map(({ path, query, key, content: { type, body } }) => ({
      path: path + query,
      headers: {
        ...(type !== undefined && { 'content-type': type }),
        ...(key !== undefined && Object.fromEntries(headers.map((name) => [name, key]))),
      },
      body,
    }));
}

/** Names that exist, so that some requests get past the first check. */
const known = fc.constantFrom('member-0007', 'member-0008', 'cheesecake', 'WELCOME');
const awkward = fc.constantFrom(
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '..',
    '../../etc/passwd',
    '%00',
    '%ff',
    '%',
    '?',
    '#',
    '\u202e',
    '\ud83c\udf81',
    '한글',
    '١٢',
    '0x10',
  ],
  ...[
    '__proto__',
    'constructor',
    'null',
    'NaN',
    '-1',
    '1e999',
    "'; DROP TABLE orders; --",
    '{{7*7}}',
    '${jndi:ldap://x}',
    '\r\nset-cookie: a=b',
  ],
  ...['x'.repeat(65), 'x'.repeat(5_000), '00000000-0000-0000-0000-000000000000', '2026-11-26T00:00:00Z'],
);
const anyText = fc.oneof(known, awkward, fc.uuid(), fc.string({ unit: 'binary', maxLength: 80 }));
const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e-320, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), Number.MAX_SAFE_INTEGER),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const anyThing: fc.Arbitrary<unknown> = fc.oneof(
  anyText,
  anyNumber,
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(null, true, [], {}),
);

function anyPath(path: string): fc.Arbitrary<string> {
  const segments = path
    .split('/')
    .map((segment) =>
      segment.startsWith('{')
        ? fc.oneof(
            { weight: 9, arbitrary: anyText.map((text) => encodeURIComponent(text).slice(0, 600)) },
            { weight: 1, arbitrary: fc.constantFrom('%', '%ff', '%c0%ae', '%00', ';', '*', '~', '%2e%2e', '%F0%9F') },
          )
        : fc.constant(segment),
    );
  return fc.tuple(...segments).map((parts) => parts.join('/') || '/');
}

const anyQuery = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom('orderId', 'variant', 'page', '__proto__'), anyText), anyText), {
    maxLength: 3,
  })
  .map((pairs) => `?${pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`.slice(0, 4_000));

/** Characters that a header can carry. */
const latin = fc
  .integer({ min: 0x20, max: 0xff })
  .filter((code) => code !== 0x7f)
  .map((code) => String.fromCharCode(code));
const anyKey = fc.option(fc.oneof(fc.uuid(), fc.string({ unit: latin, maxLength: 300 })), { nil: undefined });

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const otherTypes = fc.constantFrom(
  ...[
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
  ],
  ...['application/json; charset=utf-16', 'application/problem+json', 'application/', 'nonsense', '*/*'],
);

function anyContent(way: Way, safe: boolean): fc.Arbitrary<{ type: string | undefined; body: Buffer | null }> {
  if (way.method === 'GET') return fc.constant({ type: undefined, body: null });
  const schema = way.bodies['application/json'];
  const rubbish = fc.oneof(
    fc.json().map((text) => Buffer.from(text)),
    anyThing.map(json),
    anyText.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom('{"a":'.repeat(5_000), '['.repeat(50_000), '{"__proto__":{"x":1}}', '\ufeff{}', '{"a":1,"a":2}')
      .map((text) => Buffer.from(text)),
    fc.constant(Buffer.alloc(150_000, 0x20)),
  );
  const asJson = schema
    ? [
        ...(safe
          ? []
          : [
              { weight: 3, arbitrary: fitting(schema).map(json) },
              { weight: 4, arbitrary: wrongInOnePlace(fitting(schema)).map(json) },
            ]),
        { weight: 3, arbitrary: rubbish },
      ]
    : [{ weight: 1, arbitrary: rubbish }];
  const withType = fc.oneof(
    {
      weight: 9,
      arbitrary: fc.oneof(...asJson).map((body) => ({ type: 'application/json', body })),
    },
    { weight: 1, arbitrary: fc.record({ type: otherTypes, body: fc.option(rubbish, { nil: Buffer.alloc(0) }) }) },
  );
  const form = way.bodies['multipart/form-data'];
  if (!form) return withType;
  return fc.oneof(
    { weight: 3, arbitrary: anyForm(Object.keys(form.properties ?? {})) },
    { weight: 1, arbitrary: withType },
  );
}

/** The beginning of an MP4, so that ffprobe reads on. */
const ftyp = Buffer.from('0000001c66747970697 36f6d0000020069736f6d69736f326d703431'.replaceAll(' ', ''), 'hex');

function anyForm(fields: readonly string[]): fc.Arbitrary<{ type: string; body: Buffer }> {
  const oneLine = anyText.map((text) => text.replaceAll(/[\r\n"]/g, '').slice(0, 200));
  const part = fc.record({
    name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: oneLine }),
    fileName: fc.option(oneLine, { nil: undefined, freq: 4 }),
    type: fc.constantFrom('video/mp4', 'video/webm', 'application/octet-stream', 'image/png', 'nonsense'),
    bytes: fc.uint8Array({ maxLength: 3_000 }),
    isMp4: fc.boolean(),
  });
  return fc.record({ parts: fc.array(part, { maxLength: 3 }), cut: fc.boolean() }).map(({ parts, cut }) => {
    const pieces = parts.flatMap(({ name, fileName, type, bytes, isMp4 }) => [
      Buffer.from(`--any\r\ncontent-disposition: form-data; name="${name}"`),
      Buffer.from(fileName === undefined ? '\r\n\r\n' : `; filename="${fileName}"\r\ncontent-type: ${type}\r\n\r\n`),
      ...(isMp4 ? [ftyp] : []),
      Buffer.from(bytes),
      Buffer.from('\r\n'),
    ]);
    const whole = Buffer.concat([...pieces, Buffer.from('--any--\r\n')]);
    return { type: 'multipart/form-data; boundary=any', body: cut ? whole.subarray(0, whole.length / 2) : whole };
  });
}

/** Valid documents. Numbers stay small, because accepted requests are executed. */
function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting));
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, fitting(field)]);
      return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: schema.required ?? [],
      });
    }
    case 'array': {
      const minLength = schema.minItems ?? 0;
      return fc.array(fitting(schema.items ?? {}), {
        minLength,
        maxLength: Math.min(schema.maxItems ?? 4, minLength + 4),
      });
    }
    case 'string': {
      if (schema.format === 'uuid') return fc.uuid();
      const text = schema.pattern
        ? fc.stringMatching(new RegExp(schema.pattern))
        : fc.string({ minLength: 1, unit: 'binary' });
      const fits = new RegExp(schema.pattern ?? '');
      const short = text.map((one) => one.slice(0, schema.maxLength ?? 100)).filter((one) => fits.test(one));
      return fc.oneof(
        known.filter((one) => fits.test(one)),
        short,
      );
    }
    case 'integer': {
      const min = schema.minimum ?? 0;
      return fc.integer({ min, max: Math.min(schema.maximum ?? min + 100, min + 100) });
    }
    case 'number':
      return fc.double({
        min: schema.minimum ?? 0,
        max: Math.min(schema.maximum ?? 100, (schema.minimum ?? 0) + 100),
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
      return fc.jsonValue();
  }
}

type Branch = Record<string, unknown>;

/** A valid document except for one place, where something else or nothing is. */
function wrongInOnePlace(documents: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(documents, fc.nat(), fc.oneof(anyThing, fc.constant(undefined))).map(([document, which, instead]) => {
    const places: [Branch, string][] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const name of Object.keys(value)) {
        places.push([value as Branch, name]);
        walk((value as Branch)[name]);
      }
      if (!Array.isArray(value)) places.push([value as Branch, 'unknown']);
    };
    const copy = structuredClone(document);
    walk(copy);
    const place = places[which % Math.max(1, places.length)];
    if (!place) return instead ?? null;
    place[0][place[1]] = instead;
    return copy;
  });
}
