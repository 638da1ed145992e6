import type { NativeValue, Value } from '../../evaluate/value';
import { derived, lit, native, UNDEFINED } from '../../evaluate/value';
import { packages } from '../credentials';
import type { Library } from '../library';
import { ask, pluginPackage } from './plugins';

/** What a handler that is written as an object (`{ directory: { path } }`) becomes: it answers with what the toolkit makes of its options. */
function answering(kind: string, by: string, why: string): NativeValue {
  return native(kind, (_m, made) => {
    const options: Value = made.args[1] ?? UNDEFINED;
    return native(kind, (m, call) => by === '' ? derived('file', [options]) : ask(m, call.args[1] ?? UNDEFINED, by, options), [['#public', lit(why)]]);
  });
}

/** Plugins of hapi that answer with files and pages. */
export const library: Library = {
  name: 'hapi files and pages',
  models: () => packages({
    '@hapi/inert': pluginPackage('@hapi/inert', (m, server) => {
      for (const kind of ['directory', 'file']) ask(m, server, 'decorate', lit('handler'), lit(kind), answering(kind, 'file', 'it serves files'));
    }),
    '@hapi/vision': pluginPackage('@hapi/vision', (m, server) => { ask(m, server, 'decorate', lit('handler'), lit('view'), answering('view', 'view', 'it shows a page')); }),
    // What watches, logs or documents has no part in who may call what.
    ...Object.fromEntries(['hapi-pino', '@hapi/good', 'blipp', '@hapi/crumb', '@hapi/scooter', 'blankie', 'hapi-rate-limit', 'hapi-rate-limitor', '@hapi/yar', 'disinfect', 'hapi-cors', 'hapi-dev-errors', 'laabr'].map(name => [name, pluginPackage(name, () => undefined)])),
  }),
};
