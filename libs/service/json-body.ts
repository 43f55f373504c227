import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** Larger bodies are rejected with 413 before they are read. */
export const bodyLimitBytes = 100_000;

/**
 * Parses JSON bodies strictly: invalid UTF-8 is rejected instead of being silently replaced, and keys that would pollute a prototype
 * are errors.
 */
export function readJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  // Fastify accepts plain text by default; a 415 is clearer than a list of missing fields.
  fastify.removeContentTypeParser('text/plain');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      done(new Problem(400, 'The body is not UTF-8.'));
      return;
    }
    void parse(request, text, (error, value) => {
      if (error) done(new Problem(400, `The body is not JSON: ${error.message}`));
      else done(null, value);
    });
  });
}
