import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { checker, Code, orderLimits } from '#contracts';
import { checkedBy, Problem, Service } from '#service';
import Type from 'typebox';
import { listCart, putIntoCart, type CartItem } from './cart.table.js';

const ItemBody = Type.Object(
  { sku: Code, quantity: Type.Integer({ minimum: 1, maximum: orderLimits.quantity }) },
  { additionalProperties: false },
);

const isCode = checker(Code);

@Controller('carts')
export class CartsHttp {
  constructor(private readonly service: Service) {}

  @Post(':id/items')
  async put(
    @Param('id') id: string,
    @Body(checkedBy(ItemBody)) item: CartItem,
  ): Promise<CartItem & { cartId: string }> {
    const cartId = checkCartId(id);
    const quantity = await putIntoCart(this.service.database, cartId, item);
    if (quantity === undefined) {
      throw new Problem(422, 'There is no such product.', [{ pointer: '/sku', detail: 'is not a known product' }], {
        reason: 'unknown-product',
      });
    }
    return { cartId, sku: item.sku, quantity };
  }

  @Get(':id')
  async list(@Param('id') id: string): Promise<{ cartId: string; items: CartItem[] }> {
    const cartId = checkCartId(id);
    return { cartId, items: await listCart(this.service.database, cartId) };
  }
}

function checkCartId(id: string): string {
  if (isCode(id).ok) return id;
  throw new Problem(400, 'A cart is named by 1 to 64 letters, digits, dots, dashes or underscores.');
}
