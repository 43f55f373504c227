import Type, { type TSchema } from 'typebox';

/** One operation of a service, as its OpenAPI document describes it. */
export interface Operation {
  /** GET */
  method: string;
  /** `/orders/:id`, as in the route. */
  path: string;
  /** The status of success. */
  status: number;
  /** The schema of the JSON body; absent if there is none. */
  body?: TSchema | undefined;
  /** The form field that contains a file. */
  file?: string | undefined;
  headers?: readonly string[];
  query?: readonly string[];
}

export interface OpenApi {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, object>>;
  components: object;
}

/** RFC 9457, as sent by problem.ts. */
const ProblemDetails = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  detail: Type.String(),
  errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
  traceId: Type.Optional(Type.String()),
});

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** The document of one listener. Bodies are validated against the same schemas, so it cannot be wrong. */
export function openApiOf(service: string, operations: readonly Operation[]): OpenApi {
  const paths: OpenApi['paths'] = {};
  for (const operation of operations) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    const item = (paths[path] ??= {});
    item[operation.method.toLowerCase()] = shown(operation, path);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `Eventstage: ${service}`,
      version: '1',
      description: 'Every error is a problem (RFC 9457).',
    },
    paths,
    components: { schemas: { Problem: ProblemDetails } },
  };
}

function shown(operation: Operation, path: string): object {
  const { method, status, headers = [], query = [] } = operation;
  const text = { schema: { type: 'string' } };
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ in: 'path', name, required: true, ...text })),
    ...query.map((name) => ({ in: 'query', name, ...text })),
    ...headers.map((name) => ({ in: 'header', name, ...text })),
  ];
  const content = contentOf(operation);
  return {
    operationId: `${method.toLowerCase()}${path.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`.replace(/-$/, ''),
    ...(parameters.length > 0 && { parameters }),
    ...(content && { requestBody: { required: true, content } }),
    responses: {
      [status]: { description: 'done' },
      '4XX': problem('refused, with the reason'),
      '503': problem('temporarily unavailable; Retry-After says when to retry'),
    },
  };
}

function contentOf({ body, file }: Operation): object | undefined {
  if (body) return { 'application/json': { schema: body } };
  if (!file) return undefined;
  const schema = {
    type: 'object',
    properties: { [file]: { type: 'string', contentMediaType: 'application/octet-stream' } },
    required: [file],
  };
  return { 'multipart/form-data': { schema } };
}
