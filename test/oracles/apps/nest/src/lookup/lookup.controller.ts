import { Controller, Get, Query } from '@nestjs/common';
import { UsersService } from '../users/users.service';

@Controller()
export class LookupController {
  constructor(private readonly users: UsersService) {}

  @Get('lookup')
  async lookup(@Query('email') email: string): Promise<{ exists: boolean }> {
    return { exists: await this.users.isKnown(email) };
  }
}
