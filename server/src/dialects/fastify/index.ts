import { FUEL } from '../../evaluate/machine';
import { native, TRUE, UNDEFINED } from '../../evaluate/value';
import type { Call, Value } from '../../evaluate/value';
import type { Machine } from '../../evaluate/machine';
import type { Dialect } from '../dialect';
import { autoloadPlugin } from './autoload';
import { startCommands, starts } from './command';
import { authPlugin } from './composed';
import { endpoints } from './endpoints';
import { assumedInstance, factory } from './instance';
import { flushAll, STAYS } from './loading';
import { verbs } from './routes';

/** `fp(plugin, options)` marks the plugin: what it adds stays in the context that it is registered in. */
function fastifyPlugin(m: Machine, call: Call): Value {
  const [given = UNDEFINED, options] = call.args;
  const inner = given.t === 'object' || given.t === 'namespace' ? m.get(given, 'default') : given;
  const plugin = inner.t === 'fn' || inner.t === 'native' ? inner : given;
  const encapsulated = options?.t === 'object' && m.truth(m.get(options, 'encapsulate')) === true;
  if (!encapsulated && (plugin.t === 'fn' || plugin.t === 'native')) m.heap.set(plugin.props, STAYS, TRUE);
  return plugin;
}

/** Fastify 4 and 5 (https://fastify.dev/docs/latest/): contexts of plugins with their hooks, decorations and prefixes. */
export const dialect: Dialect = {
  name: 'fastify',
  packages: ['fastify', 'fastify-plugin', '@fastify/autoload', 'fastify-autoload'],
  registrars: new Set([...verbs, 'route', 'register', 'listen']),
  models: () => {
    const fastify = factory();
    const auth = authPlugin();
    const autoload = autoloadPlugin();
    const fp = native('fp', fastifyPlugin);
    fp.props.set('default', fp);
    return {
      imports(specifier, name) {
        switch (specifier) {
          case 'fastify': return name === 'default' || name === 'export=' || name === '*' || name === 'fastify' ? fastify : undefined;
          case 'fastify-plugin': return name === 'default' || name === 'export=' || name === '*' || name === 'fastifyPlugin' ? fp : undefined;
          case '@fastify/auth': case 'fastify-auth': return ['default', 'export=', '*', 'fastifyAuth'].includes(name) ? auth : undefined;
          case '@fastify/autoload': case 'fastify-autoload': return ['default', 'export=', '*', 'fastifyAutoload', 'autoLoad'].includes(name) ? autoload : undefined;
          default: return undefined;
        }
      },
      types(type, site) {
        const named = type.position === undefined ? /^(fastify\.)?FastifyInstance$/ : type.position === 0 ? /^(fastify\.)?FastifyPlugin(Async|Callback)?(Typebox|Zod|JsonSchemaToTs)?$/ : null;
        return named?.test(type.name) === true ? assumedInstance({ site }) : undefined;
      },
    };
  },
  conventions: environment => starts(environment).map(({ file }) => file),
  settle(program) {
    startCommands(program);
    flushAll(program.machine, FUEL.module);
  },
  routes: endpoints,
};
