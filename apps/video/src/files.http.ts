import { send } from '@fastify/send';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { Problem, Service } from '#service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { basename, dirname } from 'node:path';
import { validate as isUuid } from 'uuid';
import { Site } from './site.js';
import { findVideo } from './video.table.js';

/** The results, with range requests for players. */
@Controller('videos/:id')
export class FilesHttp {
  constructor(
    private readonly service: Service,
    private readonly site: Site,
  ) {}

  @Get('rendition')
  async rendition(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await serve(await this.ready(id, 'rendition'), request, reply);
  }

  @Get('poster')
  async poster(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await serve(await this.ready(id, 'poster'), request, reply);
  }

  /** The path of a file that exists because the video is ready. */
  private async ready(id: string, kind: 'rendition' | 'poster'): Promise<string> {
    const video = isUuid(id) ? await findVideo(this.service.database, id) : undefined;
    if (!video) throw new Problem(404, `There is no video ${id.slice(0, 64)}.`);
    if (video.state !== 'ready') throw new Problem(404, `The video is ${video.state}, so it has no ${kind}.`);
    return this.site.places[kind](video.videoId);
  }
}

async function serve(file: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const sending = { root: dirname(file), index: false, dotfiles: 'deny', maxAge: '1h' } as const;
  const found = await send(request.raw, basename(file), sending);
  if (found.type !== 'file' && found.statusCode !== 304)
    throw new Problem(found.statusCode, 'The file cannot be served.');
  await reply
    .status(found.statusCode)
    .headers({ ...found.headers, 'x-content-type-options': 'nosniff' })
    .send(found.stream);
}
