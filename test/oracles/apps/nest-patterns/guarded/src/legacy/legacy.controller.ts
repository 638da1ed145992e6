import { Controller, Get } from '@nestjs/common';
import { Public } from '../auth/public.decorator';

@Public()
@Controller('legacy')
export class LegacyController {
  @Get('ping')
  ping() {
    return { ping: 1 };
  }

  @Get('data')
  data() {
    return { data: 1 };
  }
}
