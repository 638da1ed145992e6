import { get } from '@loopback/rest';

export class HealthController {
  @get('/health')
  health() {
    return { status: 'ok' };
  }
}
