import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { gifticonMigrations } from './gifticon.table.js';
import { GifticonHttp } from './gifticon.http.js';
import { onGifticonRequested } from './on-gifticon-requested.js';
import { onGiveawayOpened } from './on-giveaway-opened.js';

/**
 * The issuing server of the Christmas case: works at its own pace, in its own process with its own database.
 * - HTTP: GET /giveaways/:sku, for monitoring
 * - publishes: giveaway.stocked, gifticon.issued, gifticon.sold-out, gifticon.refused
 * - consumes: giveaway.opened, gifticon.requested (in batches)
 */
@Module({
  imports: [
    ServiceModule.for({
      name: 'gifticon',
      migrations: gifticonMigrations,
      reactions: [onGiveawayOpened, onGifticonRequested],
    }),
  ],
  controllers: [GifticonHttp],
})
export class GifticonModule {}
