import { Controller, Get, Module, Res } from '@nestjs/common';
import type { Response } from 'express';

@Controller()
class ShopController {
  @Get('opening-hours')
  hours() {
    return { open: '9', close: '17' };
  }

  @Get('name')
  name(@Res() res: Response) {
    res.json({ name: 1 });
  }

  @Get('address')
  address(@Res({ passthrough: true }) res: Response) {
    res.header('x-map', 'none');
    return { street: 1 };
  }
}

@Module({ controllers: [ShopController] })
export class ShopModule {}
