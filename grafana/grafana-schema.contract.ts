import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import type * as SchemaMaker from 'typescript-json-schema';
import { generatedFiles } from './generate.js';

/** A CommonJS package that bundles its own compiler, so it is loaded with require. */
const { generateSchema, getProgramFromFiles } = createRequire(import.meta.url)(
  'typescript-json-schema',
) as typeof SchemaMaker;

/** A JSON schema derived from the TypeScript types of @grafana/schema (board-file.d.ts); additional properties are not allowed. */
function grafanaSchema(): object {
  const options = { moduleResolution: 'node', module: 'esnext', strictNullChecks: true, skipLibCheck: true, types: [] };
  const program = getProgramFromFiles(['grafana/board-file.d.ts'], options);
  const schema = generateSchema(program, 'BoardFile', { required: true, noExtraProps: true, ignoreErrors: true });
  if (!schema) throw new Error('no schema could be made of grafana/board-file.d.ts');
  for (const [name, definition] of Object.entries(schema.definitions ?? {})) {
    // The schema generator treats a Record as an object without properties.
    if (name.startsWith('Record<string,') && typeof definition === 'object') definition.additionalProperties = true;
  }
  return schema;
}

describe("Grafana's own types", () => {
  const check = new Ajv({ allErrors: true, strict: false }).compile(grafanaSchema());
  const complaints = (board: unknown): string[] => {
    if (check(board)) return [];
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  const parse = (text: string) =>
    JSON.parse(text) as { panels: { options: object; targets: object[] }[]; refresh?: unknown };

  it.each([...generatedFiles()])('accept %s', (_path, text) => {
    expect(complaints(parse(text))).toEqual([]);
  });

  it('refuse what they do not know, so that accepting means something', () => {
    const [text = ''] = generatedFiles().values();
    const withOption = parse(text);
    Object.assign(withOption.panels[0]?.options ?? {}, { colourMode: 'background' });
    expect(complaints(withOption)).not.toEqual([]);
    const withTarget = parse(text);
    Object.assign(withTarget.panels[0]?.targets[0] ?? {}, { expression: 'up' });
    expect(complaints(withTarget)).not.toEqual([]);
    expect(complaints({ ...parse(text), refresh: 1 })).not.toEqual([]);
  });
});
