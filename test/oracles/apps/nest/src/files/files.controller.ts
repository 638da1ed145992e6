import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from '../auth/jwt-auth.guard';
import { filesPath } from './paths';

@UseGuards(JwtAuthGuard)
@Controller({ path: filesPath })
export class FilesController {
  @Get('/:name')
  show(@Param('name') name: string) {
    return { name, size: name.length };
  }
}
