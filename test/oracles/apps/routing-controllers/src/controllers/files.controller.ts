import { Authorized, Get, JsonController, Param } from 'routing-controllers';

enum Area {
  Files = 'files',
}

@Authorized()
@JsonController(`/${Area.Files}`)
export class FilesController {
  @Get('/:name')
  show(@Param('name') name: string) {
    return { name, size: name.length };
  }
}
