import type { ModelType, Value } from '../../evaluate/value';
import { lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import { decorator, decoratorFactory } from '../decorators';
import type { Dialect } from '../dialect';
import { httpError } from '../http-errors';
import { applicationClass, mixin, registerStrategy } from './application';
import { routesOf } from './routes';

/** `@param.path.string('id')`, `@param.query.number('limit')`, `@param({ name, in })`: the place and the name. */
const placeType: ModelType<string> = { name: 'loopback.param', get: self => native('param', (_m, call) => decorator('loopback:param', { ...call, args: [lit(self.state), call.args[0] ?? UNDEFINED] })) };
const place = (name: string): Value => model(placeType, name) as Value;
const ofQuery = (name: string): Value => native(`param.${name}`, (_m, call) => decorator('loopback:param', { ...call, args: [lit('query'), lit(name)] }));
const param: Value = native('param', (m, call) => decorator('loopback:param', { ...call, args: [m.get(call.args[0] ?? UNDEFINED, 'in'), m.get(call.args[0] ?? UNDEFINED, 'name')] }), [
  ...['path', 'query', 'header', 'cookie'].map(name => [name, place(name)] as const), ['filter', ofQuery('filter')], ['where', ofQuery('where')],
  ['array', native('param.array', (_m, call) => decorator('loopback:param', { ...call, args: [call.args[1] ?? UNDEFINED, call.args[0] ?? UNDEFINED] }))],
]);
const withMembers = (kind: string, members: readonly string[]): Value => native(kind, (_m, call) => decorator(kind, call), members.map(name => [name, decoratorFactory(`${kind}.${name}`)] as const));
const keys = (names: readonly (readonly [string, string])[]): Value => object(names.map(([name, key]) => [name, lit(key)] as const));

function restExport(name: string): Value | undefined {
  switch (name) {
    case 'get': case 'post': case 'put': case 'patch': case 'del': case 'head': case 'operation': case 'api': case 'deprecated': case 'visibility': return decoratorFactory(`loopback:${name}`);
    case 'param': return param;
    case 'requestBody': return withMembers('loopback:requestBody', ['array', 'file']);
    case 'response': case 'tags': case 'oas': return withMembers('loopback:said', ['deprecated', 'visibility', 'response', 'tags', 'file']);
    case 'RestApplication': return applicationClass;
    case 'RestBindings': return object([['Http', keys([['REQUEST', 'rest.http.request'], ['RESPONSE', 'rest.http.response'], ['CONTEXT', 'rest.http.request.context']])], ['SequenceActions', object()]]);
    // `new HttpErrors.Unauthorized('…')`.
    case 'HttpErrors': return object([['Unauthorized', 401], ['Forbidden', 403], ['NotFound', 404], ['BadRequest', 400], ['UnprocessableEntity', 422], ['Conflict', 409], ['InternalServerError', 500], ['TooManyRequests', 429]].map(([key, status]) =>
      [String(key), native(String(key), (_m, call) => httpError(String(key), lit(status ?? 500), call.args[0]))] as const));
    default: return undefined;
  }
}

function coreExport(name: string): Value | undefined {
  switch (name) {
    case 'inject': return native('inject', (_m, call) => decorator('Inject', call), ['getter', 'setter', 'view', 'context', 'tag', 'binding'].map(member => [member, decoratorFactory(`loopback:inject.${member}`)] as const));
    case 'service': case 'repository': return native(name, (_m, call) => decorator('Inject', call), [['getter', decoratorFactory(`loopback:${name}.getter`)]]);
    case 'injectable': case 'bind': case 'config': case 'intercept': case 'globalInterceptor': case 'lifeCycleObserver': return decoratorFactory(`loopback:${name}`);
    case 'BindingKey': return object([['create', native('BindingKey.create', (_m, call) => call.args[0] ?? UNDEFINED)]]);
    default: return undefined;
  }
}

function securityExport(name: string): Value | undefined {
  switch (name) {
    case 'authenticate': return withMembers('loopback:authenticate', ['skip']);
    case 'authorize': return withMembers('loopback:authorize', ['skip', 'allowAll', 'allow', 'denyAll', 'deny', 'scope', 'allowAuthenticated', 'denyUnauthenticated', 'vote']);
    case 'SecurityBindings': return keys([['USER', 'security.user'], ['SUBJECT', 'security.subject']]);
    case 'registerAuthenticationStrategy': return registerStrategy;
    default: return undefined;
  }
}

const owners: Readonly<Record<string, (name: string) => Value | undefined>> = {
  '@loopback/rest': restExport, '@loopback/openapi-v3': restExport, '@loopback/core': coreExport, '@loopback/context': coreExport,
  '@loopback/boot': name => name === 'BootMixin' ? mixin : undefined, '@loopback/service-proxy': name => name === 'ServiceMixin' ? mixin : undefined,
  '@loopback/repository': name => name === 'RepositoryMixin' ? mixin : name === 'repository' ? coreExport(name) : undefined,
  '@loopback/authentication': securityExport, '@loopback/authorization': securityExport, '@loopback/security': securityExport,
};

/** LoopBack 4 (https://loopback.io/doc/en/lb4): controllers that an application registers or finds in its folders; actions behind strategies. */
export const dialect: Dialect = {
  name: 'loopback',
  packages: ['@loopback/rest', '@loopback/core', '@loopback/boot', '@loopback/openapi-v3'],
  registrars: new Set(['boot', 'controller', 'component']),
  models() {
    const known = new Map<string, Value | undefined>();
    return {
      imports(specifier, name) {
        const owner = owners[specifier];
        if (!owner) return undefined;
        const key = `${specifier} ${name}`;
        if (!known.has(key)) known.set(key, owner(name));
        return known.get(key);
      },
    };
  },
  routes: routesOf,
};
