import { Controller, Get, Param } from '@nestjs/common';
import { Problem, Service } from '#service';
import { findProduct, listProducts, type Product } from './product.table.js';

@Controller('products')
export class ProductsHttp {
  constructor(private readonly service: Service) {}

  @Get()
  async list(): Promise<Product[]> {
    return listProducts(this.service.database);
  }

  @Get(':sku')
  async get(@Param('sku') sku: string): Promise<Product> {
    const product = await findProduct(this.service.database, sku);
    if (!product) throw new Problem(404, `There is no product ${sku.slice(0, 64)}.`, [], { reason: 'unknown-product' });
    return product;
  }
}
