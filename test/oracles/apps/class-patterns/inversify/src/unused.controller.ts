import { controller, httpGet } from 'inversify-express-utils';

// Nobody imports this file.
@controller('/weeds')
export class WeedsController {
  @httpGet('/')
  weeds() {
    return { weeds: 1 };
  }
}
