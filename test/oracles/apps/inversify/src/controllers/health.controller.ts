import { controller, httpGet } from 'inversify-express-utils';

@controller('/health')
export class HealthController {
  @httpGet('/')
  health() {
    return { status: 'ok' };
  }
}
