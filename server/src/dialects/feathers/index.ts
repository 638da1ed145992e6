import type { NativeValue, Value } from '../../evaluate/value';
import { native, object, UNDEFINED } from '../../evaluate/value';
import type { Dialect } from '../dialect';
import { httpErrorClass } from '../http-errors';
import { createApp, rest } from './application';
import { authenticate, disallow, iff, isProvider, passingHook } from './hooks';
import { behind } from './services';

const errors: Readonly<Record<string, number>> = {
  BadRequest: 400, NotAuthenticated: 401, PaymentError: 402, Forbidden: 403, NotFound: 404, MethodNotAllowed: 405, NotAcceptable: 406, Timeout: 408, Conflict: 409, Unprocessable: 422, GeneralError: 500,
  NotImplemented: 501, Unavailable: 503, TooManyRequests: 429,
};
const whole: ReadonlySet<string> = new Set(['default', 'export=', '*']);
const passing = (name: string): NativeValue => native(name, () => native(name, () => UNDEFINED));
const going = (name: string): NativeValue => native(name, () => native(name, (m, call) => { if (call.args[2]) m.call(call.args[2], [], { site: call.site }); return UNDEFINED; }));

/** `authenticate('jwt')` as a middleware of Express: the hook on the request. */
const expressAuthenticate: NativeValue = native('authenticate', (m, outer) => {
  const hook = m.call(authenticate, outer.args, outer);
  return native('authenticate', (machine, call) => machine.call(hook, [object([['params', call.args[0] ?? UNDEFINED]]), ...call.args.slice(2)], { site: call.site }));
});

/** What `express(feathers())` and its members are. */
function expressValue(): NativeValue {
  return native('express', (m, call) => createApp(m, 'express', call.site), [
    ['rest', rest], ...['json', 'urlencoded', 'static', 'cors', 'notFound', 'errorHandler', 'parseAuthentication', 'text', 'raw'].map(name => [name, going(name)] as const), ['authenticate', expressAuthenticate],
  ]);
}

function exported(specifier: string, name: string, express: NativeValue): Value | undefined {
  switch (specifier) {
    case '@feathersjs/feathers': return whole.has(name) || name === 'feathers' ? native('feathers', () => object()) : undefined;
    case '@feathersjs/express': return whole.has(name) ? express : express.props.get(name);
    case '@feathersjs/koa': switch (name) {
      case 'koa': case 'default': return native('koa', (m, call) => createApp(m, 'koa', call.site));
      case 'rest': return rest;
      case 'bodyParser': case 'errorHandler': case 'parseAuthentication': case 'cors': case 'serveStatic': return passing(name);
      default: return undefined;
    }
    case '@feathersjs/errors': return errors[name] === undefined ? whole.has(name) ? object(Object.entries(errors).map(([key, status]) => [key, httpErrorClass(key, status)] as const)) : undefined : httpErrorClass(name, errors[name]);
    case '@feathersjs/authentication': return name === 'authenticate' ? authenticate : name === 'hooks' ? object([['authenticate', authenticate]]) : undefined;
    case '@feathersjs/schema': return name === 'hooks' ? object(['resolveExternal', 'resolveResult', 'resolveData', 'resolveQuery', 'validateQuery', 'validateData', 'resolveAll', 'resolveDispatch'].map(key => [key, passingHook(key)] as const)) : undefined;
    case 'feathers-hooks-common': switch (name) {
      case 'iff': case 'when': return iff;
      case 'isProvider': return isProvider;
      case 'disallow': return disallow;
      case 'keep': case 'discard': case 'protect': case 'populate': case 'alterItems': case 'setNow': case 'fastJoin': case 'serialize': return passingHook(name);
      default: return undefined;
    }
    case '@feathersjs/socketio': return whole.has(name) ? passing('socketio') : undefined;
    case '@feathersjs/configuration': return whole.has(name) ? passing('configuration') : undefined;
    default: return undefined;
  }
}

/** Feathers 4 and 5 (https://feathersjs.com): services behind a REST transport; hooks decide who may call their methods. */
export const dialect: Dialect = {
  name: 'feathers',
  packages: ['@feathersjs/express', '@feathersjs/koa', '@feathersjs/feathers'],
  registrars: new Set(['configure', 'service', 'hooks']),
  models() {
    const express = expressValue();
    const known = new Map<string, Value | undefined>();
    return {
      imports(specifier, name) {
        if (!specifier.startsWith('@feathersjs/') && specifier !== 'feathers-hooks-common') return undefined;
        const key = `${specifier} ${name}`;
        if (!known.has(key)) known.set(key, exported(specifier, name, express));
        return known.get(key);
      },
    };
  },
  routes: () => [],
  behind,
};
