import { Get, Route } from 'tsoa';

@Route('health')
export class HealthController {
  @Get()
  public health() {
    return { status: 'ok' };
  }
}
