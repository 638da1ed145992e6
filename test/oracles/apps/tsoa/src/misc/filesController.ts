import { Get, Path, Route, Security } from 'tsoa';

@Route('files')
export class FilesController {
  @Security('jwt')
  @Get('{name}')
  public show(@Path() name: string) {
    return { name, size: name.length };
  }
}
