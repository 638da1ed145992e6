import { authenticate } from '@loopback/authentication';
import { get, param } from '@loopback/rest';

export class FilesController {
  @authenticate('user')
  @get('/files/{name}')
  show(@param.path.string('name') name: string) {
    return { name, size: name.length };
  }
}
