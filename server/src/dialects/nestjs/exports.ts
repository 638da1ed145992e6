import type { Value } from '../../evaluate/value';
import { derived, lit, native, object, UNDEFINED } from '../../evaluate/value';
import { nestFactory } from './application';
import { configExport } from './configuration';
import { decorator, decoratorFactory } from '../decorators';
import { exceptionClass, httpStatus, logger } from './exceptions';
import { socketExport } from './gateways';
import { jwtService } from './jwt';
import { configurableModuleBuilder, forwardRef, routerModule } from './modules';
import { authGuard } from './passport';
import { reflectorClass } from './reflector';
import { graphqlExport } from './resolvers';

/** Decorators of `@nestjs/common` that say something about routes, guards, parameters or modules. */
const decorators: readonly string[] = [
  'Module', 'Global', 'Controller', 'Injectable', 'Catch', 'Optional', 'Inject',
  'Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options', 'Search', 'Sse', 'QueryMethod', 'RequestMapping',
  'Propfind', 'Proppatch', 'Mkcol', 'Copy', 'Move', 'Lock', 'Unlock',
  'HttpCode', 'Redirect', 'Header', 'Render', 'Version', 'UseGuards', 'UseInterceptors', 'UsePipes', 'UseFilters', 'SetMetadata', 'SerializeOptions',
  'Param', 'Query', 'Body', 'RawBody', 'Headers', 'Req', 'Request', 'Res', 'Response', 'Next', 'Session', 'Ip', 'HostParam', 'UploadedFile', 'UploadedFiles',
  'applyDecorators',
];

const enums: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  RequestMethod: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL', 'OPTIONS', 'HEAD', 'SEARCH'].map((name, index) => [name, index] as const),
  VersioningType: [['URI', 0], ['HEADER', 1], ['MEDIA_TYPE', 2], ['CUSTOM', 3]],
  Scope: [['DEFAULT', 0], ['TRANSIENT', 1], ['REQUEST', 2]],
};

/** The methods of `RequestMethod` by their number. */
export function requestMethod(value: Value): string | undefined {
  if (value.t !== 'lit' || typeof value.v !== 'number') return undefined;
  const name = enums.RequestMethod?.find(([, number]) => number === value.v)?.[0];
  return name === 'ALL' ? 'ANY' : name;
}

/** Whether a version is `VERSION_NEUTRAL`. */
export function isNeutral(value: Value): boolean {
  return value.t === 'sym' && value.op === 'derived' && value.name === 'VERSION_NEUTRAL';
}

function commonExport(name: string): Value | undefined {
  if (decorators.includes(name)) return decoratorFactory(name);
  const members = enums[name];
  if (members) return object(members.map(([key, number]) => [key, lit(number)] as const));
  switch (name) {
    case 'HttpStatus': return httpStatus();
    case 'Logger': case 'ConsoleLogger': return logger();
    case 'VERSION_NEUTRAL': return derived('VERSION_NEUTRAL', []);
    case 'forwardRef': return forwardRef;
    case 'mixin': return native('mixin', (_m, call) => call.args[0] ?? UNDEFINED);
    case 'ConfigurableModuleBuilder': return configurableModuleBuilder;
    // The factory makes the value of the parameter; the data are the decorator's arguments.
    case 'createParamDecorator': return native('createParamDecorator', (_m, call) => native('param decorator', (_machine, inner) =>
      decorator('ParamDecorator', { args: [call.args[0] ?? UNDEFINED, inner.args[0] ?? UNDEFINED], argSites: [], site: inner.site })));
    default: return exceptionClass(name);
  }
}

function coreExport(name: string): Value | undefined {
  switch (name) {
    case 'NestFactory': return nestFactory();
    case 'Reflector': return reflectorClass();
    case 'RouterModule': return routerModule;
    case 'APP_GUARD': case 'APP_PIPE': case 'APP_INTERCEPTOR': case 'APP_FILTER': case 'REQUEST': return lit(name);
    default: return undefined;
  }
}

/** A limiter lets requests go on; whether it is one is told by its name. */
function limiter(name: string): Value {
  const members = [['canActivate', native('canActivate', () => lit(true))]] as const;
  return native(name, () => object(members), members);
}

/** The values of the framework's packages, each made once. */
export function nestExports(): (specifier: string, name: string) => Value | undefined {
  const known = new Map<string, Value | undefined>();
  const make = (specifier: string, name: string): Value | undefined => {
    switch (specifier) {
      case '@nestjs/common': return commonExport(name);
      case '@nestjs/core': return coreExport(name);
      case '@nestjs/config': return configExport(name);
      case '@nestjs/passport': return name === 'AuthGuard' ? authGuard() : undefined;
      case '@nestjs/graphql': return graphqlExport(name);
      case '@nestjs/websockets': return socketExport(name);
      case '@nestjs/jwt': return name === 'JwtService' ? jwtService() : undefined;
      case '@nestjs/throttler': return name === 'ThrottlerGuard' ? limiter(name) : undefined;
      case 'nest-router': return name === 'RouterModule' ? routerModule : undefined;
      default: return undefined;
    }
  };
  return (specifier, name) => {
    if (!specifier.startsWith('@nestjs/') && specifier !== 'nest-router') return undefined;
    // `@nestjs/common/decorators` exports the same things.
    const owner = specifier.split('/').slice(0, 2).join('/');
    const key = `${owner} ${name}`;
    if (!known.has(key)) known.set(key, make(owner, name));
    return known.get(key);
  };
}
