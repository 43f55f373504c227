import { Controller, Get, Param, Res } from '@nestjs/common';
import { Problem } from '#service';
import type { FastifyReply } from 'fastify';
import { readPageFiles } from './page-files.js';

/** Nothing is loaded from elsewhere, and the browser enforces that. */
const contentSecurityPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

@Controller()
export class PageHttp {
  private readonly files = readPageFiles('dist/apps/control-room/page');

  @Get()
  index(@Res() reply: FastifyReply): void {
    this.send(reply, 'index.html', 'no-cache');
  }

  /** The names contain a hash of the content, so a browser can cache them indefinitely. */
  @Get('assets/:name')
  asset(@Param('name') name: string, @Res() reply: FastifyReply): void {
    this.send(reply, `assets/${name}`, 'public, max-age=31536000, immutable');
  }

  private send(reply: FastifyReply, path: string, cacheControl: string): void {
    const file = this.files.get(path);
    if (!file) {
      const detail =
        this.files.size === 0 ? 'The page has not been built: run `npm run build`.' : 'There is no such file.';
      throw new Problem(404, detail);
    }
    void reply
      .header('content-type', file.contentType)
      .header('cache-control', cacheControl)
      .header('content-security-policy', contentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .send(file.body);
  }
}
