import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/nestjs/index';
import type { Ran } from '../../harness/program';
import { programOf } from '../../harness/program';

const nest = (files: Readonly<Record<string, string>>): Ran => programOf(files, { dialects: [dialect] });
const main = (setup = '', root = 'AppModule'): string => `
  import { NestFactory } from '@nestjs/core';
  import { VersioningType, RequestMethod, VERSION_NEUTRAL, ValidationPipe } from '@nestjs/common';
  import { AppModule } from './app.module';
  async function bootstrap() {
    const app = await NestFactory.create(${root});
    ${setup}
    await app.listen(3000);
  }
  void bootstrap();`;
const app = (body: string, metadata = 'controllers: [CatsController]'): string => `
  import { Module, Controller, Get, Post, Put, Delete, All, Version, VERSION_NEUTRAL, applyDecorators, RequestMapping, RequestMethod, HttpCode, Redirect, Res, Param, mixin, forwardRef } from '@nestjs/common';
  import { RouterModule } from '@nestjs/core';
  ${body}
  @Module({ ${metadata} })
  export class AppModule {}`;

describe('paths', () => {
  it('joins controller and method paths', () => {
    const ran = nest({ 'src/main.ts': main(), 'src/app.module.ts': app(`
      @Controller('cats')
      export class CatsController {
        @Get() all() { return []; }
        @Get(':id') one() { return {}; }
        @Post(['kittens', '/young/']) make() { return {}; }
        @All('any/*rest') any() { return {}; }
        @RequestMapping({ path: 'raw', method: RequestMethod.PATCH }) raw() { return {}; }
        helper() { return 1; }
      }`) });
    expect(ran.ids).toEqual(['ANY /cats/any/{rest*}', 'GET /cats', 'GET /cats/{id}', 'PATCH /cats/raw', 'POST /cats/kittens', 'POST /cats/young']);
    expect(ran.routes.every(one => one.state === 'live' && one.application?.entry === 'src/main.ts')).toBe(true);
  });

  it('takes paths from constants, enums and options across files', () => {
    const ran = nest({ 'src/main.ts': main(),
      'src/paths.ts': `export enum Paths { Cats = 'cats' }\nexport const DOGS = { root: 'dogs', one: ':dogId' } as const;`,
      'src/app.module.ts': app(`
        import { Paths, DOGS } from './paths';
        @Controller(Paths.Cats) export class CatsController { @Get() all() { return []; } }
        @Controller({ path: DOGS.root }) export class DogsController { @Get(DOGS.one) one() { return {}; } }
        @Controller(['a', 'b']) export class Both { @Get('x') x() { return 1; } }`, 'controllers: [CatsController, DogsController, Both]') });
    expect(ran.ids).toEqual(['GET /a/x', 'GET /b/x', 'GET /cats', 'GET /dogs/{dogId}']);
  });

  it('puts the global prefix first, but not before what is excluded', () => {
    const ran = nest({
      'src/main.ts': main(`app.setGlobalPrefix(process.env.API_PREFIX ?? 'api', { exclude: ['health', { path: 'cats/raw', method: RequestMethod.POST }, 'files/(.*)'] });`),
      'src/app.module.ts': app(`
        @Controller() export class CatsController {
          @Get('health') health() { return 1; }
          @Get('cats/raw') get() { return 1; }
          @Post('cats/raw') post() { return 1; }
          @Get('files/a/b') files() { return 1; }
          @Get() root() { return 1; }
        }`) });
    expect(ran.ids).toEqual(['GET /api', 'GET /api/cats/raw', 'GET /files/a/b', 'GET /health', 'POST /cats/raw']);
    expect(ran.route('GET /api').components.flatMap(one => one.assumptions).map(one => `${one.name}=${one.value}`)).toEqual(['API_PREFIX=api']);
  });

  it('adds versions to the path only where they are in it', () => {
    const controllers = `
      @Controller({ path: 'cats', version: ['1', '2'] }) export class CatsController {
        @Get() all() { return []; }
        @Version('3') @Get('new') fresh() { return []; }
        @Version(VERSION_NEUTRAL) @Get('always') always() { return []; }
      }
      @Controller('dogs') export class Dogs { @Get() all() { return []; } }`;
    const modules = app(controllers, 'controllers: [CatsController, Dogs]');
    const uri = nest({ 'src/main.ts': main(`app.setGlobalPrefix('api'); app.enableVersioning({ type: VersioningType.URI, defaultVersion: '7' });`), 'src/app.module.ts': modules });
    expect(uri.ids).toEqual(['GET /api/cats/always', 'GET /api/v1/cats', 'GET /api/v2/cats', 'GET /api/v3/cats/new', 'GET /api/v7/dogs']);
    const header = nest({ 'src/main.ts': main(`app.enableVersioning({ type: VersioningType.HEADER, header: 'V' });`), 'src/app.module.ts': modules });
    expect(header.ids).toEqual(['GET /cats', 'GET /cats/always', 'GET /cats/new', 'GET /dogs']);
    const bare = nest({ 'src/main.ts': main(`app.enableVersioning({ type: VersioningType.URI, prefix: false });`), 'src/app.module.ts': modules });
    expect(bare.ids).toContain('GET /1/cats');
  });

  it('reads prefixes from registered configuration', () => {
    const ran = nest({
      'src/main.ts': main(`const config = app.get(ConfigService); app.setGlobalPrefix(config.get('app.prefix', { infer: true }));`).replace(`import { AppModule }`, `import { ConfigService } from '@nestjs/config';\nimport { AppModule }`),
      'src/config.ts': `import { registerAs } from '@nestjs/config';\nexport default registerAs('app', () => ({ prefix: process.env.PREFIX || 'api' }));`,
      'src/app.module.ts': app(`
        import { ConfigModule } from '@nestjs/config';
        import config from './config';
        @Controller('cats') export class CatsController { @Get() all() { return []; } }`, 'imports: [ConfigModule.forRoot({ load: [config] })], controllers: [CatsController]') });
    expect(ran.ids).toEqual(['GET /api/cats']);
  });

  it('nests modules under paths of RouterModule', () => {
    const ran = nest({ 'src/main.ts': main(), 'src/app.module.ts': app(`
      @Controller('/') class Root { @Get() root() { return 1; } }
      @Controller('users') class Users { @Get(':id') one() { return 1; } }
      @Controller('logs') class Logs { @Get() all() { return 1; } }
      @Module({ controllers: [Logs] }) class LogsModule {}
      @Module({ controllers: [Users] }) class UsersModule {}
      @Module({ controllers: [Root], imports: [UsersModule, forwardRef(() => LogsModule)] }) class AdminModule {}`,
      `imports: [AdminModule, RouterModule.register([{ path: 'admin', module: AdminModule, children: [{ path: ':org', module: UsersModule }, LogsModule] }])]`) });
    expect(ran.ids).toEqual(['GET /admin', 'GET /admin/logs', 'GET /admin/{org}/users/{id}']);
  });
});

describe('decorators of the workspace', () => {
  it('follows wrappers, composed decorators and functions that call decorators', () => {
    const ran = nest({ 'src/main.ts': main(), 'src/decorators.ts': `
        import { applyDecorators, Controller, Get, Post } from '@nestjs/common';
        export const Read = (path?: string) => Get(path);
        export const Api = (name: string) => applyDecorators(Controller(\`api/\${name}\`));
        export function Write(path: string): MethodDecorator {
          return (target, key, descriptor) => { Post(path)(target, key, descriptor); };
        }`,
      'src/app.module.ts': app(`
        import { Api, Read, Write } from './decorators';
        @Api('cats') export class CatsController { @Read() all() { return []; } @Read(':id') one() { return 1; } @Write('new') make() { return 1; } }`) });
    expect(ran.ids).toEqual(['GET /api/cats', 'GET /api/cats/{id}', 'POST /api/cats/new']);
  });

  it('gives controllers the routes of their base classes, unless they override them', () => {
    const ran = nest({ 'src/main.ts': main(), 'src/app.module.ts': app(`
      function Crud(name: string) {
        @Controller() abstract class Base { @Get(name) list() { return []; } @Delete(':id') remove() { return 1; } }
        return Base;
      }
      abstract class Plain { @Get('plain') plain() { return 1; } }
      @Controller('cats') export class CatsController extends Crud('list') { remove() { return 2; } }
      @Controller('dogs') class Dogs extends Plain { @Get('own') own() { return 1; } }`, 'controllers: [CatsController, Dogs]') });
    expect(ran.ids).toEqual(['GET /cats/list', 'GET /dogs/own', 'GET /dogs/plain']);
  });
});

describe('modules', () => {
  it('follows dynamic modules and lists that are spread', () => {
    const ran = nest({ 'src/main.ts': main('', 'AppModule.create()'), 'src/app.module.ts': app(`
      @Controller('cats') class Cats { @Get() all() { return []; } }
      @Controller('dogs') class Dogs { @Get() all() { return []; } }
      @Controller('debug') class Debug { @Get() all() { return []; } }
      @Controller('more') class More { @Get() all() { return []; } }
      @Module({}) class Dynamic { static forRoot(options: { cats: boolean }) { return { module: Dynamic, controllers: options.cats ? [Cats] : [] }; } }
      const all = [Dogs];`, `imports: [Dynamic.forRoot({ cats: true })], controllers: [...all, ...(process.env.DEBUG ? [Debug] : [])]`).replace('export class AppModule {}', 'export class AppModule { static create() { return { module: AppModule, controllers: [More] }; } }') });
    expect(ran.routes.map(one => `${ran.ids.find(id => id.endsWith(one.components.at(-2)?.text ?? '?')) ?? ''} ${one.state}`).sort()).toEqual([
      'GET /cats live', 'GET /debug conditional', 'GET /dogs live', 'GET /more live',
    ]);
  });

  it('tells controllers that no application reaches', () => {
    const ran = nest({ 'src/main.ts': main(), 'src/app.module.ts': app(`
      @Controller('cats') export class CatsController { @Get() all() { return []; } }
      @Controller('lost') export class Lost { @Get() all() { return []; } }
      @Controller('far') class Far { @Get() all() { return []; } }
      @Module({ controllers: [Far] }) export class FarModule {}`) });
    expect(ran.route('GET /cats').state).toBe('live');
    expect(ran.route('GET /lost').state).toBe('unmounted');
    expect(ran.route('GET /far')).toMatchObject({ state: 'unmounted', application: null });
  });

  it('counts an application that listens, not those that read its configuration or migrate its data', () => {
    const modules = app(`@Controller('cats') export class CatsController { @Get() all() { return []; } }`);
    const ran = nest({
      'src/migrate.ts': main('').replace('await app.listen(3000);', 'app.get(AppModule);'),
      'src/main.ts': main(`app.setGlobalPrefix('api');`).replace('const app', 'const first = await NestFactory.create(AppModule); const app'),
      'src/app.module.ts': modules,
    });
    expect(ran.ids).toEqual(['GET /api/cats']);
    expect(ran.route('GET /api/cats').application).toEqual({ id: 'src/main.ts', entry: 'src/main.ts' });
  });

  it('keeps the routes of two applications apart', () => {
    const ran = nest({ 'src/main.ts': main(`app.setGlobalPrefix('one');`), 'src/app.module.ts': app(`@Controller('cats') export class CatsController { @Get() all() { return []; } }`),
      'src/second.ts': main(`app.setGlobalPrefix('two');`) });
    expect(ran.ids).toEqual(['GET /one/cats', 'GET /two/cats']);
    expect(ran.route('GET /two/cats').application?.entry).toBe('src/second.ts');
  });
});

describe('answers', () => {
  const ran = nest({ 'src/main.ts': main(), 'src/app.module.ts': app(`
    import { Injectable, Inject } from '@nestjs/common';
    @Injectable() class Names { find(id: string) { return { id, name: 'x' }; } }
    @Injectable() class Service { constructor(private readonly names: Names, @Inject('LIMIT') private limit: number) {} one(id: string) { return { ...this.names.find(id), limit: this.limit }; } }
    @Controller('cats') export class CatsController {
      constructor(private readonly service: Service) {}
      @Get(':id') one(@Param('id') id: string) { return this.service.one(id); }
      @Post() make() { return { made: true }; }
      @Delete() @HttpCode(204) remove() {}
      @Get('go/away') @Redirect('https://example.org', 301) go() {}
      @Get('by/hand') hand(@Res() res) { res.status(418).json({ tea: true }); }
      @Get('by/hand/and/end') ended(@Res() res) { res.status(418).json({ tea: true }).end(); }
      @Get('pass/through') pass(@Res({ passthrough: true }) res) { res.status(202); return { ok: true }; }
    }`, `controllers: [CatsController], providers: [Names, Service, { provide: 'LIMIT', useValue: 3 }]`) });
  const answers = (id: string): string[] => ran.endpoint(id).responses.map(one => `${one.status} ${one.fields.map(field => field.path).join()}`);
  it('follows services through their constructors', () => { expect(answers('GET /cats/{id}')).toEqual(['200 id,name,limit']); });
  it('knows the status of verbs and decorators', () => {
    expect(answers('POST /cats')).toEqual(['201 made']);
    expect(answers('DELETE /cats')).toEqual(['204 ']);
    expect(answers('GET /cats/go/away')).toEqual(['301 ']);
  });
  it('leaves the answer to handlers that take the response', () => {
    expect(answers('GET /cats/by/hand')).toEqual(['418 tea']);
    expect(answers('GET /cats/by/hand/and/end')).toEqual(['418 tea']);
    expect(answers('GET /cats/pass/through')).toEqual(['202 ok']);
  });
});
