import { Module } from '@nestjs/common';
import { RouterModule, Routes } from '@nestjs/core';
import { ShopModule } from './shop/shop.module';
import { StockModule } from './shop/stock.module';

const routes: Routes = [{ path: '/shop', module: ShopModule, children: [{ path: ':shopId', children: [StockModule] }] }];

@Module({ imports: [ShopModule, StockModule, RouterModule.register(routes)] })
export class AppModule {}
