import { controller, httpGet } from 'inversify-express-utils';

@controller('/beds')
export class BedsController {
  @httpGet('/')
  beds() {
    return { beds: 1 };
  }
}
