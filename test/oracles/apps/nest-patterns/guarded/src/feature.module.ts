import { Controller, DynamicModule, Get, Module } from '@nestjs/common';

@Module({})
export class FeatureModule {
  static register(path: string): DynamicModule {
    @Controller(path)
    class FeatureController {
      @Get('flags')
      flags() {
        return { flags: 1 };
      }
    }
    return { module: FeatureModule, controllers: [FeatureController] };
  }
}
