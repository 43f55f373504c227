import 'reflect-metadata';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Validator } from '@seriousme/openapi-schema-validator';
import Fastify from 'fastify';
import Type from 'typebox';
import { checkedBy } from './body.js';
import { openApiOf } from './openapi.js';
import { operationsAddedTo, operationsOf, TakesFile } from './operations-of.js';

/** As it is served. */
const asObject = (document: object) => JSON.parse(JSON.stringify(document)) as Record<string, unknown>;

const Order = Type.Object({ memberId: Type.String({ minLength: 1 }) }, { additionalProperties: false });

@Controller('shops')
class Orders {
  @Get()
  list(@Query('page') page?: string): unknown {
    return page;
  }

  @Post(':id/orders')
  place(
    @Param('id') id: string,
    @Body(checkedBy(Order)) body: unknown,
    @Headers('idempotency-key') key?: string,
  ): unknown {
    return [id, body, key];
  }

  @Post('pictures')
  @HttpCode(202)
  @TakesFile('picture')
  picture(): void {}
}

describe('the OpenAPI document of a service', () => {
  const document = openApiOf('order', operationsOf(Orders));

  it('is valid', async () => {
    expect(await new Validator().validate(asObject(document))).toEqual({ valid: true });
  });

  it('describes the routes of the controllers, with the schemas they validate against', () => {
    expect(Object.keys(document.paths)).toEqual(['/shops', '/shops/{id}/orders', '/shops/pictures']);
    expect(document.paths['/shops/{id}/orders']?.['post']).toMatchObject({
      operationId: 'post-shops-id-orders',
      parameters: [
        { in: 'path', name: 'id', required: true },
        { in: 'header', name: 'idempotency-key' },
      ],
      requestBody: { content: { 'application/json': { schema: Order } } },
      responses: { 201: { description: 'done' } },
    });
    expect(document.paths['/shops/pictures']?.['post']).toMatchObject({
      requestBody: { content: { 'multipart/form-data': { schema: { required: ['picture'] } } } },
      responses: { 202: { description: 'done' } },
    });
    expect(document.paths['/shops']?.['get']).toMatchObject({ parameters: [{ in: 'query', name: 'page' }] });
  });

  it('describes the routes of a plain Fastify, once each', async () => {
    const fastify = Fastify();
    const operations = operationsAddedTo(fastify);
    fastify.post('/presses', { config: { body: Order, status: 202 } }, async () => ({}));
    fastify.get('/presses/:id', async () => ({}));
    await fastify.ready();
    const { paths } = openApiOf('rush', operations);
    expect(Object.entries(paths).map(([path, item]) => [path, Object.keys(item)])).toEqual([
      ['/presses', ['post']],
      ['/presses/{id}', ['get']],
    ]);
    expect(await new Validator().validate(asObject(openApiOf('rush', operations)))).toEqual({ valid: true });
  });
});
