import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { checkedBy, Problem, Service, Unavailable } from '#service';
import { askPrometheus, BoardQueries, PrometheusAway, refuseRange, type QueryAnswer } from './prometheus-query.js';

/** What the page needs to draw a board: the results of its queries, and links to traces. */
@Controller('api')
export class BoardsHttp {
  constructor(private readonly service: Service) {}

  /** Addresses as the browser reaches them, which differ from those of the services in a container network. */
  @Get('settings')
  settings(): { zipkinUrl: string } {
    const { config } = this.service;
    const zipkin = config.setting('ZIPKIN_PUBLIC_URL', undefined) ?? config.url('zipkin');
    return { zipkinUrl: new URL('/zipkin', zipkin).href };
  }

  @Post('board-data')
  @HttpCode(200)
  async boardData(@Body(checkedBy(BoardQueries)) asked: BoardQueries): Promise<{ answers: QueryAnswer[] }> {
    const refusal = refuseRange(asked);
    if (refusal) throw new Problem(400, refusal);
    try {
      return { answers: await askPrometheus(this.service.config.url('prometheus'), asked) };
    } catch (error) {
      if (error instanceof PrometheusAway)
        throw new Unavailable('Prometheus does not respond.', 'prometheus-away', false);
      throw error;
    }
  }
}
