import multipart from '@fastify/multipart';
import { Controller, Get, Header, HttpCode, Param, Post, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Problem, Service, TakesFile } from '#service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { listPage } from './list-page.js';
import { receiveUpload, type Received, type Refusal } from './receive-upload.js';
import { Site } from './site.js';
import { uploadAndWait } from './upload-and-wait.js';
import { uploadVideo } from './upload-video.js';
import type { State, Upload, Video } from './video.js';
import { findVideo, newestVideos } from './video.table.js';

interface UploadAnswer {
  videoId: string;
  state: State;
  traceId: string | undefined;
}

interface VideoAnswer extends Video {
  renditionUrl: string | null;
  posterUrl: string | null;
}

const videosOnPage = 20;

@Controller()
export class VideoHttp implements OnModuleInit {
  constructor(
    private readonly service: Service,
    private readonly site: Site,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify: FastifyInstance = this.adapterHost.httpAdapter.getInstance();
    const limits = { fileSize: this.site.limitBytes, files: 1, fields: 10, fieldSize: 1_000, parts: 11 };
    void fastify.register(multipart, { limits });
  }

  @Post('videos')
  @TakesFile('video')
  @HttpCode(202)
  async upload(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<UploadAnswer> {
    const upload = await this.receive(request, reply);
    const { database, messaging } = this.service;
    const traceId = this.service.traceId();
    await uploadVideo({ database, messaging, places: this.site.places }, upload, traceId);
    void reply.header('location', `/videos/${upload.videoId}`);
    return { videoId: upload.videoId, state: 'queued', traceId };
  }

  @Post('waiting/videos')
  @TakesFile('video')
  async wait(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<UploadAnswer> {
    const traceId = this.service.traceId();
    const done = await this.site.transcodingOne(async () => {
      const upload = await this.receive(request, reply);
      const { places, limits } = this.site;
      const needs = { database: this.service.database, places, limits, newId: uuidv7 };
      return { videoId: upload.videoId, waited: await uploadAndWait(needs, upload, traceId) };
    });
    if (done === 'busy') {
      const detail = 'Too many videos are being transcoded. Retry in a few seconds.';
      throw refusal(reply, { kind: 'refused', because: 'busy', detail, isBodyLeft: true });
    }
    const { videoId, waited } = done;
    if (waited.kind === 'broken') throw new Problem(422, sentence(waited.reason), [], { videoId });
    return { videoId, state: 'ready', traceId };
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header(
    'content-security-policy',
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'",
  )
  async page(): Promise<string> {
    return listPage(await newestVideos(this.service.database, videosOnPage));
  }

  @Get('videos/:id')
  async get(@Param('id') id: string): Promise<VideoAnswer> {
    const video = isUuid(id) ? await findVideo(this.service.database, id) : undefined;
    if (!video) throw new Problem(404, `There is no video ${id.slice(0, 64)}.`);
    const at = (kind: string) => (video.state === 'ready' ? `/videos/${video.videoId}/${kind}` : null);
    return { ...video, renditionUrl: at('rendition'), posterUrl: at('poster') };
  }

  private async receive(request: FastifyRequest, reply: FastifyReply): Promise<Upload> {
    const { places, limitBytes, room } = this.site;
    const needs = { places, limitBytes, room, newId: uuidv7, now: () => new Date() };
    const received = await receiveUpload(needs, request);
    if (received.kind === 'received') return received.upload;
    throw refusal(reply, received);
  }
}

function refusal(
  reply: FastifyReply,
  { because, detail, isBodyLeft }: Extract<Received, { kind: 'refused' }>,
): Problem {
  // The rest of a refused body is not read: the connection is closed after the response.
  if (isBodyLeft) void reply.header('connection', 'close');
  if (because === 'busy') void reply.header('retry-after', '5');
  return new Problem(statusOf[because], detail, ofTheMachine.has(because) ? [] : [{ pointer: '/video', detail }]);
}

/** Refusals that are not the file's fault. */
const ofTheMachine: ReadonlySet<Refusal> = new Set(['cut', 'busy', 'disk-full', 'no-ffmpeg']);

const statusOf: Readonly<Record<Refusal, number>> = {
  'no-file': 400,
  cut: 400,
  'wrong-type': 415,
  'not-a-video': 415,
  empty: 422,
  'too-large': 413,
  'disk-full': 507,
  busy: 503,
  'no-ffmpeg': 503,
};

const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
