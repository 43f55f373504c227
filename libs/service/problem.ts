import { ArgumentsHost, Catch, HttpException, type ExceptionFilter } from '@nestjs/common';
import { DatabaseAway } from '#database';
import { BrokerUnavailable, Unconfirmed } from '#messaging';
import { currentTraceId, type Log } from '#telemetry';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { FieldError } from '#contracts';

/** An error response, as RFC 9457 problem details. `type` stays about:blank, because the status says it all. */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    /** Additional members of the problem object, such as the id of an order that failed. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail, status);
  }
}

/** Errors that Fastify raises before it reaches a handler have a status and a message. */
interface FastifyRefusal {
  statusCode: number;
  message: string;
}

const isRefusal = (error: unknown): error is FastifyRefusal =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;

/** Turns every error of a request into problem details, without revealing internals. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly failures: FailureLog;

  constructor(log: Log) {
    this.failures = new FailureLog(log);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error);
    this.failures.note(error, problem);
    sendProblem(reply, problem);
  }
}

const outageLogEveryMs = 1_000;

/** Logs responses from 500 on: each unexpected error, and one line a second during an outage. */
export class FailureLog {
  private outageLoggedAt = -Infinity;

  constructor(private readonly log: Log) {}

  note(error: unknown, problem: Problem): void {
    if (problem.getStatus() < 500 || error instanceof Problem) return;
    if (problem.getStatus() !== 503) {
      this.log.error({ err: error }, 'a request failed with an unexpected error');
      return;
    }
    const now = performance.now();
    if (now - this.outageLoggedAt < outageLogEveryMs) return;
    this.outageLoggedAt = now;
    this.log.warn({ err: error }, 'requests get 503: a dependency is unavailable');
  }
}

/** Fastify's own message only repeats the status. */
const unreadableType =
  'This media type is not supported. Send application/json, or multipart/form-data to upload a file.';

/** Any error, as the problem that a client can see. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (statusOf(error) === 415) return new Problem(415, unreadableType);
  if (error instanceof HttpException) return new Problem(error.getStatus(), error.message);
  if (isRefusal(error)) return new Problem(error.statusCode, error.message);
  if (error instanceof DatabaseAway) {
    const why = error.absence === 'busy' ? 'The database is overloaded.' : 'The database does not respond.';
    return new Unavailable(why, `database-${error.absence}`, error.mayBeStored);
  }
  if (error instanceof BrokerUnavailable) {
    return new Unavailable('The queue cannot be reached.', 'queue-away', error instanceof Unconfirmed);
  }
  return new Problem(500, 'The request could not be completed. The log of this service has the cause, by trace id.');
}

/**
 * 503, with Retry-After. Members: `reason`, and `mayBeStored`: false if nothing was stored, true if it may have been, although the
 * response was lost.
 */
export class Unavailable extends Problem {
  readonly retryAfterSeconds = 1;

  constructor(why: string, reason: string, mayBeStored: boolean) {
    const next = mayBeStored
      ? 'The request may have been stored. Retry in a second with the same Idempotency-Key: it takes effect once.'
      : 'Nothing was stored. Retry in a second.';
    super(503, `${why} ${next}`, [], { reason, mayBeStored });
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  return isRefusal(error) ? error.statusCode : undefined;
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const status = problem.getStatus();
  if (problem instanceof Unavailable) void reply.header('retry-after', String(problem.retryAfterSeconds));
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
