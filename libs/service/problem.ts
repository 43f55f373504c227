import { ArgumentsHost, Catch, HttpException, type ExceptionFilter } from '@nestjs/common';
import { currentTraceId, type Log } from '#telemetry';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { FieldError } from '#contracts';

/** An answer that is not a success, as RFC 9457 problem details. `type` stays about:blank: the status says it all. */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    /** More members of the problem object, such as the id of an order that failed. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail, status);
  }
}

/** Errors that Fastify raises before a handler is reached carry a status and a sentence of their own. */
interface FastifyRefusal {
  statusCode: number;
  message: string;
}

const isRefusal = (error: unknown): error is FastifyRefusal =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;

/** Turns everything that is thrown on the way of a request into one form, and never tells a stranger our internals. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error);
    if (problem.getStatus() >= 500 && !(error instanceof Problem)) {
      this.log.error({ err: error }, 'a request ended in an unexpected error');
    }
    sendProblem(reply, problem);
  }
}

/** Fastify's own words only repeat the status. */
const unreadableType =
  'A body of this type is not read here. Send application/json, or multipart/form-data where a file is uploaded.';

/** Whatever was thrown, as the problem that a stranger may see. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (statusOf(error) === 415) return new Problem(415, unreadableType);
  if (error instanceof HttpException) return new Problem(error.getStatus(), error.message);
  if (isRefusal(error)) return new Problem(error.statusCode, error.message);
  return new Problem(500, 'The request could not be completed. The log of this service has the cause, by trace id.');
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  return isRefusal(error) ? error.statusCode : undefined;
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const status = problem.getStatus();
  void reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[status] ?? 'Error',
        status,
        detail: problem.detail,
        ...(problem.errors.length > 0 && { errors: problem.errors }),
        ...problem.members,
        traceId: currentTraceId(),
      }),
    );
}
