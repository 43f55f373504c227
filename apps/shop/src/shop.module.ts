import { Module } from '@nestjs/common';
import { ServiceModule } from '#service';
import { CartsHttp } from './carts.http.js';
import { cartMigrations } from './cart.table.js';
import { giveawayMigrations } from './giveaway.table.js';
import { Giveaways } from './giveaways.js';
import { GiveawaysHttp } from './giveaways.http.js';
import { onGifticonIssued, onGifticonRefused, onGifticonSoldOut } from './on-gifticon-decided.js';
import { onGiveawayStocked } from './on-giveaway-stocked.js';
import { ProductsHttp } from './products.http.js';
import { productMigrations } from './product.table.js';
import { resultMigrations } from './result.table.js';
import { RushListener } from './rush-listener.js';

/**
 * The shop: the main server, which a give-away must not affect.
 * - HTTP for ordinary shoppers: GET /products, GET /products/:sku, POST /carts/:id/items, GET /carts/:id
 * - HTTP for running a give-away: PUT /giveaways/:sku, GET /giveaways/:sku
 * - HTTP for the rush, on a separate thin listener (rush-listener.ts): POST /gifticons (queue) and its results, POST
 *   /direct/gifticons (issued inside the request)
 * - publishes: giveaway.opened, gifticon.requested
 * - consumes: giveaway.stocked, to accept requests only if they can be decided; gifticon.issued, gifticon.sold-out and
 *   gifticon.refused, to give members the result
 */
@Module({
  imports: [
    ServiceModule.for({
      name: 'shop',
      migrations: [...productMigrations, ...cartMigrations, ...giveawayMigrations, ...resultMigrations],
      reactions: [onGiveawayStocked, onGifticonIssued, onGifticonSoldOut, onGifticonRefused],
    }),
  ],
  controllers: [ProductsHttp, CartsHttp, GiveawaysHttp],
  providers: [Giveaways, RushListener],
})
export class ShopModule {}
