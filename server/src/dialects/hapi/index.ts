import type { Call, NativeValue, Value } from '../../evaluate/value';
import { native, UNDEFINED } from '../../evaluate/value';
import type { Machine } from '../../evaluate/machine';
import type { Dialect } from '../dialect';
import { endpoints } from './endpoints';
import { registerAll } from './plugins';
import { assumedServer, createServer } from './server';

const PACKAGES: ReadonlySet<string> = new Set(['@hapi/hapi', 'hapi']);
const whole: ReadonlySet<string> = new Set(['default', 'export=', '*']);

/** `Glue.compose(manifest)`: a server with the plugins that a manifest lists. */
function compose(m: Machine, call: Call): Value {
  const [manifest = UNDEFINED] = call.args;
  const server = createServer(m, m.get(manifest, 'server'), call.site);
  const register = m.get(manifest, 'register');
  const plugins = register.t === 'list' ? register : register.t === 'lit' ? UNDEFINED : m.get(register, 'plugins');
  const options = register.t === 'object' ? m.get(register, 'options') : UNDEFINED;
  registerAll(m, server, { ...call, args: [plugins, options] });
  return server;
}

/** Hapi (https://hapi.dev/api): a server with routes as objects, plugins below prefixes, and strategies that authenticate by configuration. */
export const dialect: Dialect = {
  name: 'hapi',
  packages: [...PACKAGES, '@hapi/glue'],
  registrars: new Set(['route', 'register', 'ext', 'decorate']),
  models: () => {
    const create: NativeValue = native('Hapi.server', (m, call) => createServer(m, call.args[0], call.site));
    const glue = native('Glue.compose', compose);
    const [hapi, composer] = [native('Hapi', () => UNDEFINED, [['server', create], ['Server', create]]), native('Glue', () => UNDEFINED, [['compose', glue]])];
    return {
      imports(specifier, name) {
        if (PACKAGES.has(specifier)) return whole.has(name) ? hapi : name === 'server' || name === 'Server' ? create : undefined;
        if (specifier === '@hapi/glue' || specifier === 'glue') return whole.has(name) ? composer : name === 'compose' ? glue : undefined;
        return undefined;
      },
      types: (type, site) => type.specifier !== null && PACKAGES.has(type.specifier) && /^(\w+\.)?Server$/.test(type.name) ? assumedServer(site) : undefined,
    };
  },
  routes: endpoints,
};
