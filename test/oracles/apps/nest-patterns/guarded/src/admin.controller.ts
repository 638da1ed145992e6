import { Controller, Get, Put } from '@nestjs/common';
import { Authorised } from './auth/authorised.decorator';

@Authorised('admin')
@Controller('admin')
export class AdminController {
  @Get('stats')
  stats() {
    return { stats: 1 };
  }

  @Put('stats/:name')
  change() {
    return { changed: 1 };
  }
}
