import { All, Controller, Get, Post, VERSION_NEUTRAL } from '@nestjs/common';
import { Public } from './auth/public.decorator';

@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  @Public()
  @Get()
  health() {
    return { up: 1 };
  }
}

@Public()
@Controller({ path: 'hooks', version: VERSION_NEUTRAL })
export class HooksController {
  @All('anything')
  anything() {
    return { hook: 1 };
  }

  @Post('mail/:box')
  mail() {
    return { mail: 1 };
  }
}
