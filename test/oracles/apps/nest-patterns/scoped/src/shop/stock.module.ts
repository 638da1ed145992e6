import { CanActivate, Controller, ExecutionContext, ForbiddenException, Get, Injectable, Module, Post, UseGuards } from '@nestjs/common';

@Injectable()
class KeeperGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    if (context.switchToHttp().getRequest().user.role !== 'admin') throw new ForbiddenException('keepers only');
    return true;
  }
}

@Controller('stock')
class StockController {
  @Get()
  list() {
    return [{ sku: 1, left: 2 }];
  }

  @Post('orders')
  @UseGuards(KeeperGuard)
  order() {
    return { ordered: 1 };
  }
}

@Module({ controllers: [StockController] })
export class StockModule {}
