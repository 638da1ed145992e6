import { controller, httpGet, requestParam } from 'inversify-express-utils';
import { TYPES } from '../types';

@controller('/files', TYPES.RequireUser)
export class FilesController {
  @httpGet('/:name')
  show(@requestParam('name') name: string) {
    return { name, size: name.length };
  }
}
