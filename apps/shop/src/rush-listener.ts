import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { openMicroBatcher } from '#messaging';
import { doorsForACrowd, openThinListener, Service } from '#service';
import { directRoutes } from './direct.http.js';
import { Giveaways } from './giveaways.js';
import { gifticonRoutes } from './gifticon.http.js';
import { ResultWatch } from './result-watch.js';
import { resultRoutes } from './result.http.js';

/**
 * The endpoint of the rush: a thin listener on its own port (RUSH_PORT, PORT + 10), in the shop's process and with the shop's pool. Both
 * designs are behind it, so that neither has an advantage.
 */
@Injectable()
export class RushListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private close: () => Promise<void> = async () => {};

  constructor(
    private readonly service: Service,
    private readonly giveaways: Giveaways,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { service, giveaways } = this;
    const { config, database, messaging, broker } = service;
    const tracedShare = config.setting('RUSH_TRACED_SHARE', 0.1);
    const fastify = openThinListener(service, { tracedShare });
    const batcher = openMicroBatcher({ broker });
    const watch = new ResultWatch(database);
    gifticonRoutes(fastify, { giveaways, messaging, batcher });
    directRoutes(fastify, { giveaways, database });
    resultRoutes(fastify, { database, watch });
    this.close = async () => {
      watch.stop();
      // First the listener, then the accepted requests: every waiting request is answered.
      await Promise.all([fastify.close(), batcher.close()]);
    };
    const port = config.setting('RUSH_PORT', config.port + 10);
    await doorsForACrowd(fastify).listen({ host: config.host, port });
    service.log.info({ port }, 'open for the rush');
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.close();
  }
}
