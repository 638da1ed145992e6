import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../server/src/model/api';
import { createWorkspace } from '../../../server/src/engine/workspace';
import { defaultConfig } from '../../../server/src/model/config';
import { memoryTree } from '../../checks/memory-tree';

const main = (body = ''): string => `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  ${body}\n  await app.listen(3000);\n}\nbootstrap();\n`;
const guard = `import { Injectable } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { AuthGuard } from '@nestjs/passport';
@Injectable()
export class GqlAuthGuard extends AuthGuard('jwt') {
  getRequest(context) { return GqlExecutionContext.create(context).getContext().req; }
}
export class OwnGuard {
  canActivate(context) {
    const { req } = GqlExecutionContext.create(context).getContext();
    return req.headers.authorization === process.env.API_TOKEN;
  }
}
`;
const moduleOf = (providers: string, options: string): string => `import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { UsersResolver } from './users.resolver';
import { OwnGuard } from './guard';
@Module({ imports: [GraphQLModule.forRoot(${options})], providers: [${providers}] })
export class AppModule {}
`;
const resolver = `import { UseGuards } from '@nestjs/common';
import { Args, Context, Mutation, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { GqlAuthGuard, OwnGuard } from './guard';
@Resolver(() => User)
export class UsersResolver {
  @Query(() => [User], { name: 'users' }) all() { return []; }
  @Query('me') @UseGuards(GqlAuthGuard) whoever(@Context('req') req) { return req.user; }
  @UseGuards(OwnGuard) @Mutation(() => User) rename(@Args('id') id: string, @Args('name') name: string) { return { id, name }; }
  /** @deprecated nobody listens */
  @Subscription(() => User) added() { return null; }
  @ResolveField() posts() { return []; }
}
class User {}
`;

function endpoints(files: Readonly<Record<string, string>>): readonly Endpoint[] {
  return createWorkspace(memoryTree({ 'package.json': '{ "name": "x", "dependencies": { "@nestjs/core": "^11.0.0" } }', 'guard.ts': guard, 'users.resolver.ts': resolver, ...files }), defaultConfig('2026-01-01')).snapshot().model.endpoints;
}
const told = (files: Readonly<Record<string, string>>): string[] => endpoints(files).map(({ id, protocol, state, auth }) => `${id} ${protocol} ${state} ${auth.status}`).sort();

describe('resolvers of Nest', () => {
  it('are operations behind the address of their module, each with its guards', () => {
    expect(told({ 'main.ts': main(), 'app.module.ts': moduleOf('UsersResolver', '{}') })).toEqual([
      'POST /graphql graphql live public', 'POST /graphql#Mutation.rename graphql live required', 'POST /graphql#Query.me graphql live required',
      'POST /graphql#Query.users graphql live none', 'POST /graphql#Subscription.added graphql live none',
    ]);
  });

  it('have the path of the settings, and the prefix only where it is asked for', () => {
    const ids = (options: string): string[] => endpoints({ 'main.ts': main("app.setGlobalPrefix('api');"), 'app.module.ts': moduleOf('UsersResolver', options) }).map(({ id }) => id.split('#')[0] ?? '');
    expect([...new Set(ids("{ path: '/query' }"))]).toEqual(['POST /query']);
    expect([...new Set(ids("{ path: '/query', useGlobalPrefix: true }"))]).toEqual(['POST /api/query']);
  });

  it('are behind the guard of the whole application', () => {
    const found = endpoints({ 'main.ts': main(), 'app.module.ts': moduleOf('UsersResolver, { provide: APP_GUARD, useClass: OwnGuard }', '{}') });
    expect(found.filter(({ id }) => id.includes('#')).map(({ auth }) => auth.status)).toEqual(['required', 'required', 'required', 'required']);
  });

  it('are deprecated where they say so, and live nowhere without an application', () => {
    expect(endpoints({ 'main.ts': main(), 'app.module.ts': moduleOf('UsersResolver', '{}') }).filter(({ deprecated }) => deprecated).map(({ id }) => id)).toEqual(['POST /graphql#Subscription.added']);
    expect(new Set(endpoints({ 'app.module.ts': moduleOf('UsersResolver', '{}') }).map(({ state }) => state))).toEqual(new Set(['unmounted']));
  });
});
