import { describe, expect, it } from 'vitest';
import { dialect } from '../../../server/src/dialects/nestjs/index';
import type { TraceEvent } from '../../../server/src/evaluate/machine';
import { conditionsOf } from '../../../server/src/evaluate/path';
import { statusOf } from '../../../server/src/link/exchange';
import { thrownStatus } from '../../../server/src/link/refusal';
import type { Ran } from '../../harness/program';
import { programOf } from '../../harness/program';

/** An application whose module file holds everything; `setup` configures the application. */
function nest(body: string, metadata: string, setup = '', files: Readonly<Record<string, string>> = {}): Ran {
  return programOf({
    'src/main.ts': `
      import { NestFactory, Reflector } from '@nestjs/core';
      import { ValidationPipe } from '@nestjs/common';
      import { AppModule, HeaderGuard } from './app.module';
      async function bootstrap() { const app = await NestFactory.create(AppModule); ${setup} await app.listen(3000); }
      bootstrap();`,
    'src/app.module.ts': `
      import { Module, Controller, Get, Post, Delete, UseGuards, UsePipes, SetMetadata, applyDecorators, Injectable, Inject, ForbiddenException, UnauthorizedException, RequestMethod, ValidationPipe, Body, ParseIntPipe, createParamDecorator, mixin } from '@nestjs/common';
      import { APP_GUARD, APP_PIPE, Reflector } from '@nestjs/core';
      import { AuthGuard } from '@nestjs/passport';
      import { ThrottlerGuard } from '@nestjs/throttler';
      import { JwtService } from '@nestjs/jwt';
      @Injectable() export class HeaderGuard {
        canActivate(context) {
          const request = context.switchToHttp().getRequest();
          if (!request.headers['x-api-key']) throw new UnauthorizedException();
          return request.headers['x-api-key'] === process.env.KEY;
        }
      }
      ${body}
      @Module({ ${metadata} }) export class AppModule { configure(consumer) { configure?.(consumer); } }`, ...files,
  }, { dialects: [dialect] });
}
const none = 'const configure = undefined;';

/** The guards of an endpoint as judged: `name scope verdict`. */
const guards = (ran: Ran, id: string): string[] => ran.endpoint(id).guards.map(one => `${one.name} ${one.scope} ${one.verdict}`);
const status = (ran: Ran, id: string): string => ran.endpoint(id).auth.status;
/** The statuses that a step answered or threw. */
const refusals = (ran: Ran, id: string, step: number): (number | null)[] => {
  const run = ran.run(id).steps[step];
  return [...run?.events.filter(event => event.kind === 'respond').map(statusOf) ?? [], ...run?.thrown.map(one => thrownStatus(one.value)) ?? []];
};
const onward = (events: readonly TraceEvent[] = []): TraceEvent[] => events.filter(event => event.kind === 'next');

describe('guards', () => {
  it('run in order: middleware, global, class, method', () => {
    const ran = nest(`
      function log(req, res, next) { next(); }
      class G1 { canActivate() { return true; } }
      class G2 { canActivate() { return true; } }
      class G3 { canActivate() { return true; } }
      class Base { }
      @UseGuards(G2) @Controller('cats') class Cats extends Base { @UseGuards(G3) @UseGuards(AuthGuard('jwt')) @Get() all() { return []; } @Get('open') open() { return 1; } }
      const configure = consumer => consumer.apply(log).forRoutes('*');`,
    `controllers: [Cats], providers: [{ provide: APP_GUARD, useClass: G1 }]`, 'app.use(function first(req, res, next) { next(); }); app.useGlobalGuards(new HeaderGuard());');
    expect(guards(ran, 'GET /cats')).toEqual(['first app passes', 'log module passes', 'G1 global passes', 'HeaderGuard global refuses', 'G2 class passes', 'AuthGuard(jwt) route refuses', 'G3 route passes']);
    expect(guards(ran, 'GET /cats/open').slice(-2)).toEqual(['HeaderGuard global refuses', 'G2 class passes']);
  });

  it('answer 403 for false and what they throw, and go on only under the condition', () => {
    const ran = nest(`${none} @UseGuards(HeaderGuard) @Controller('cats') class Cats { @Get() all() { return []; } }`, 'controllers: [Cats]');
    expect(refusals(ran, 'GET /cats', 0)).toEqual([403, 401]);
    const [next, ...more] = onward(ran.run('GET /cats').steps[0]?.events);
    expect(more).toEqual([]);
    const tests = conditionsOf(next?.path ?? null).flatMap(one => one.kind === 'branch' ? [one] : []);
    expect(tests.some(one => one.test.t === 'sym' && one.test.op === 'derived' && one.test.name === '===' && one.taken)).toBe(true);
    expect(status(ran, 'GET /cats')).toBe('required');
  });

  it('that always pass or only limit rates are no authentication', () => {
    const ran = nest(`${none}
      class Always { canActivate() { return true; } }
      class Limit extends ThrottlerGuard {}
      @UseGuards(Always, ThrottlerGuard, Limit) @Controller('cats') class Cats { @Get() all() { return []; } }`, 'controllers: [Cats]');
    expect(guards(ran, 'GET /cats')).toEqual(['Always class passes', 'ThrottlerGuard class passes', 'Limit class passes']);
    expect(status(ran, 'GET /cats')).toBe('none');
  });

  it('get their dependencies by type, token and factory', () => {
    const ran = nest(`${none}
      abstract class Verifier { abstract verify(key: string): boolean; }
      @Injectable() class Real extends Verifier { constructor(@Inject('KEYS') private readonly keys: string[]) { super(); } verify(key: string) { if (!this.keys.includes(key)) throw new UnauthorizedException(); return true; } }
      @Injectable() class Guard { constructor(private readonly verifier: Verifier) {} canActivate(context) { return this.verifier.verify(context.switchToHttp().getRequest().headers.authorization); } }
      @UseGuards(Guard) @Controller('cats') class Cats { @Get() all() { return []; } }`,
    `controllers: [Cats], providers: [{ provide: 'KEYS', useFactory: () => ['a', 'b'] }, Real, { provide: Verifier, useExisting: Real }]`);
    expect(refusals(ran, 'GET /cats', 0)).toEqual([401]);
    expect(guards(ran, 'GET /cats')).toEqual(['Guard class refuses']);
  });

  it('of mixins and composed decorators are found where they are attached', () => {
    const ran = nest(`${none}
      const Role = (role: string) => { class RoleGuard { canActivate(context) { const { user } = context.switchToHttp().getRequest(); return user?.role === role; } } return mixin(RoleGuard); };
      const Auth = (role: string) => applyDecorators(UseGuards(AuthGuard('jwt'), Role(role)));
      @Controller('cats') class Cats { @Auth('admin') @Get() all() { return []; } }`, 'controllers: [Cats]');
    expect(ran.endpoint('GET /cats')).toMatchObject({ auth: { status: 'required', roles: ['admin'] } });
    expect(ran.endpoint('GET /cats').guards[0]?.reference).toMatchObject({ text: `Auth('admin')`, style: 'decorator' });
  });
});

describe('metadata', () => {
  const marked = `${none}
    const IS_PUBLIC = 'isPublic';
    const Public = () => SetMetadata(IS_PUBLIC, true);
    @Injectable() class Global extends AuthGuard('jwt') {
      constructor(private reflector: Reflector) { super(); }
      canActivate(context) {
        const open = this.reflector.getAllAndOverride(IS_PUBLIC, [context.getHandler(), context.getClass()]);
        if (open) return true;
        return super.canActivate(context);
      }
    }
    @Controller('cats') class Cats { @Get() all() { return []; } @Public() @Post('login') login() { return {}; } @SetMetadata('other', true) @Get('other') other() { return 1; } }
    @Public() @Controller('dogs') class Dogs { @Get() all() { return []; } @SetMetadata(IS_PUBLIC, false) @Get('closed') closed() { return 1; } @UseGuards(HeaderGuard) @Get('guarded') guarded() { return 1; } }`;
  const ran = nest(marked, `controllers: [Cats, Dogs], providers: [{ provide: APP_GUARD, useClass: Global }]`);

  it('opens an endpoint whose marker the guard reads', () => {
    expect(status(ran, 'POST /cats/login')).toBe('public');
    expect(status(ran, 'GET /dogs')).toBe('public');
    expect(ran.route('POST /cats/login').marker).toMatchObject({ kind: 'public', site: { file: 'src/app.module.ts' } });
  });
  it('does not open an endpoint with other metadata, a marker that is off, or a second guard', () => {
    expect(status(ran, 'GET /cats')).toBe('required');
    expect(status(ran, 'GET /cats/other')).toBe('required');
    expect(status(ran, 'GET /dogs/closed')).toBe('required');
    expect(ran.route('GET /dogs/guarded').marker).toBeNull();
    expect(status(ran, 'GET /dogs/guarded')).toBe('required');
  });
  it('works with decorators of the reflector and roles that are compared', () => {
    const roles = nest(`${none}
      const Roles = Reflector.createDecorator<string[]>();
      class RolesGuard { constructor(private reflector: Reflector) {} canActivate(context) {
        const roles = this.reflector.get(Roles, context.getHandler());
        if (!roles) return true;
        return roles.includes(context.switchToHttp().getRequest().user?.role); } }
      @UseGuards(RolesGuard) @Controller('cats') class Cats { @Roles(['admin', 'editor']) @Get() all() { return []; } @Get('free') free() { return 1; } }`, 'controllers: [Cats]');
    expect(roles.endpoint('GET /cats').auth).toMatchObject({ status: 'required', roles: ['admin', 'editor'] });
    expect(status(roles, 'GET /cats/free')).toBe('none');
  });
});

describe('guards of Passport', () => {
  const ran = nest(`${none}
    class Jwt extends AuthGuard('jwt') {}
    class Lenient extends AuthGuard('jwt') { handleRequest(err, user) { return user; } }
    class Strict extends AuthGuard('jwt') { handleRequest(err, user) { if (err || !user) throw err || new ForbiddenException(); return user; } }
    @Controller('cats') class Cats {
      @UseGuards(AuthGuard('basic')) @Get('a') a() { return 1; }
      @UseGuards(Jwt) @Get('b') b() { return 1; }
      @UseGuards(Lenient) @Get('c') c() { return 1; }
      @UseGuards(Strict) @Get('d') d() { return 1; }
      @UseGuards(AuthGuard(['jwt', 'anonymous'])) @Get('e') e() { return 1; }
    }`, 'controllers: [Cats]');
  it('refuse by themselves', () => {
    expect(ran.endpoint('GET /cats/a').auth).toMatchObject({ status: 'required', mechanisms: ['basic'] });
    expect(ran.endpoint('GET /cats/b').auth).toMatchObject({ status: 'required', mechanisms: ['bearer'] });
    expect(refusals(ran, 'GET /cats/b', 0)).toEqual([401]);
  });
  it('are optional when handleRequest lets everybody through', () => { expect(status(ran, 'GET /cats/c')).toBe('optional'); });
  it('are as strict as handleRequest', () => {
    expect(refusals(ran, 'GET /cats/d', 0)).toEqual([403]);
    expect(status(ran, 'GET /cats/d')).toBe('required');
  });
  it('do not refuse with an anonymous strategy', () => { expect(status(ran, 'GET /cats/e')).toBe('none'); });
});

describe('middleware of modules', () => {
  const ran = nest(`
    class AuthMiddleware { constructor(private jwt: JwtService) {} use(req, res, next) { if (!req.headers.authorization) throw new UnauthorizedException(); next(); } }
    function forPosts(req, res, next) { next(); }
    function forDogs(req, res, next) { next(); }
    @Controller('cats') class Cats { @Get() all() { return []; } @Post() make() { return 1; } @Post('login') login() { return 1; } }
    @Controller('dogs') class Dogs { @Get(':id') one() { return 1; } }
    const configure = consumer => {
      consumer.apply(AuthMiddleware).exclude({ path: 'cats/login', method: RequestMethod.POST }).forRoutes('cats');
      consumer.apply(forPosts).forRoutes({ path: 'cats', method: RequestMethod.POST }).apply(forDogs).forRoutes(Dogs);
    };`, 'controllers: [Cats, Dogs]', `app.setGlobalPrefix('api');`);
  it('runs for its paths, methods and controllers only', () => {
    expect(guards(ran, 'GET /api/cats')).toEqual(['AuthMiddleware module refuses']);
    expect(guards(ran, 'POST /api/cats')).toEqual(['AuthMiddleware module refuses', 'forPosts module passes']);
    expect(guards(ran, 'POST /api/cats/login')).toEqual([]);
    expect(guards(ran, 'GET /api/dogs/{id}')).toEqual(['forDogs module passes']);
  });
});

describe('parameters and bodies', () => {
  const dtos = { 'src/dto.ts': `
    import { IsEmail } from 'class-validator';
    import { PartialType } from '@nestjs/swagger';
    export class Create { @IsEmail() email: string; }
    export class Update extends PartialType(Create) {}
    export class Plain { email: string; }
    export interface Shape { email: string }` };
  const body = `${none}
    import { Create, Update, Plain, type Shape } from './dto';
    const User = createParamDecorator((field, context) => { const { user } = context.switchToHttp().getRequest(); return field ? user[field] : user; });
    @Controller('cats') class Cats {
      @Post('create') create(@Body() body: Create) { return { email: body.email }; }
      @Post('update') update(@Body() body: Update) { return 1; }
      @Post('plain') plain(@Body() body: Plain) { return 1; }
      @Post('shape') shape(@Body() body: Shape) { return 1; }
      @Post('part') part(@Body('email') email: string) { return 1; }
      @Post('count') count(@Body('n', ParseIntPipe) n: number) { return 1; }
      @Post('none') none() { return 1; }
      @Get('me') me(@User('id') id: string) { if (!id) throw new UnauthorizedException(); return { id }; }
    }`;
  const validated = (ran: Ran): Record<string, boolean | null> => Object.fromEntries(['create', 'update', 'plain', 'shape', 'part', 'count', 'none'].map(name => [name, ran.route(`POST /cats/${name}`).bodyValidated]));
  it('are validated by a global pipe and a class with rules', () => {
    expect(validated(nest(body, 'controllers: [Cats]', 'app.useGlobalPipes(new ValidationPipe());', dtos))).toEqual({ create: true, update: true, plain: false, shape: false, part: false, count: true, none: null });
    expect(validated(nest(body, 'controllers: [Cats], providers: [{ provide: APP_PIPE, useClass: ValidationPipe }]', '', dtos)).create).toBe(true);
  });
  it('are not validated without a pipe', () => {
    expect(validated(nest(body, 'controllers: [Cats]', '', dtos))).toEqual({ create: false, update: false, plain: false, shape: false, part: false, count: true, none: null });
  });
  it('read what their decorators name', () => {
    const ran = nest(body, 'controllers: [Cats]', '', dtos);
    expect(ran.endpoint('POST /cats/create').requestBody?.fields.map(one => one.path)).toEqual(['email']);
    expect(status(ran, 'GET /cats/me')).toBe('required');
  });
});

describe('deprecation', () => {
  it('is told by the documentation decorator and by JSDoc', () => {
    const ran = nest(`${none}
      import { ApiOperation } from '@nestjs/swagger';
      @Controller('cats') class Cats {
        @ApiOperation({ summary: 'x', deprecated: true }) @Get('a') a() { return 1; }
        /** @deprecated use b2 */
        @Get('b') b() { return 1; }
        @ApiOperation({ summary: 'x' }) @Get('c') c() { return 1; }
      }`, 'controllers: [Cats]');
    expect(['a', 'b', 'c'].map(name => ran.route(`GET /cats/${name}`).deprecated)).toEqual([true, true, false]);
  });
});
