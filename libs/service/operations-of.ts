import { RequestMethod, SetMetadata, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
  RouteParamtypes,
} from '@nestjs/common/internal';

import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import { schemaOf } from './body.js';
import type { Operation } from './openapi.js';

const fileField = 'eventstage:file-field';

/** Marks a handler that reads a form, and names the field that contains the file. */
export const TakesFile = (field: string): MethodDecorator => SetMetadata(fileField, field);

/** The operations of a controller, read from its decorators. */
export function operationsOf(controller: Type): Operation[] {
  const methods = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(methods).flatMap((name) => {
    const handler = methods[name];
    if (typeof handler !== 'function') return [];
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const given = argumentsOf(controller, name);
    const named = (type: RouteParamtypes) => given.flatMap((one) => (one.type === type && one.data ? [one.data] : []));
    const body = given.find(({ type }) => type === RouteParamtypes.BODY);
    return {
      method: RequestMethod[method],
      path: `/${[controller, handler].map(pathOf).filter(Boolean).join('/')}`,
      status:
        (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ??
        (method === RequestMethod.POST ? 201 : 200),
      body: body && schemaOf(body.pipes),
      file: Reflect.getMetadata(fileField, handler) as string | undefined,
      headers: named(RouteParamtypes.HEADERS),
      query: named(RouteParamtypes.QUERY),
    };
  });
}

interface Argument {
  type: RouteParamtypes;
  data: string | undefined;
  pipes: readonly unknown[];
}

/** Nest stores them under `<type>:<position>`. */
function argumentsOf(controller: Type, handler: string): Argument[] {
  const kept = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<
    string,
    Omit<Argument, 'type'>
  >;
  return Object.entries(kept).map(([key, { data, pipes }]) => ({ type: Number(key.split(':')[0]), data, pipes }));
}

function pathOf(target: object): string {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return String(path ?? '').replaceAll(/^\/|\/$/g, '');
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body of a thin route, for its OpenAPI document. */
    body?: TSchema;
    status?: number;
    query?: readonly string[];
  }
}

/** Collects the routes that are added to a plain Fastify from now on. */
export function operationsAddedTo(fastify: Pick<FastifyInstance, 'addHook'>): readonly Operation[] {
  const operations: Operation[] = [];
  fastify.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) {
      if (one === 'HEAD') continue;
      const writes = one === 'POST';
      const { status = 200, body, query } = config ?? {};
      operations.push({ method: one, path: url, status, body, query, headers: writes ? ['idempotency-key'] : [] });
    }
  });
  return operations;
}
