import type { Machine } from '../../evaluate/machine';
import { concat } from '../../evaluate/operators';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { derived, hole, lit, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { isOff, packages } from '../credentials';
import type { Library } from '../library';
import { plugin } from './plugins';

/** Tells the instance what a plugin serves, at the place where it is registered. */
function serve(m: Machine, instance: Value, call: Call, path: Value, why: string, options: Value, payload: Value): void {
  m.call(m.get(instance, 'register.route'), [path, lit(why), options, payload], { self: instance, site: call.site });
}

const textIn = (m: Machine, options: Value, key: string): Value | undefined => {
  const value = options.t === 'object' ? m.get(options, key) : UNDEFINED;
  return value.t === 'lit' && value.v === undefined ? undefined : value;
};

/** @fastify/static serves the files of a folder below its prefix. */
const files = (): NativeValue => plugin('@fastify/static', (m, instance, options, call) => {
  if (isOff(m, options, 'serve')) return;
  if (isOff(m, options, 'wildcard')) { m.program.note(call.site, 'the files that @fastify/static serves one by one are not listed'); return; }
  const prefix = textIn(m, options, 'prefix') ?? lit('/');
  const text = stringOf(prefix);
  serve(m, instance, call, concat([text === undefined ? prefix : lit(text.replace(/\/?$/, '/')), '*']), 'it serves the files of a folder', object(), derived('file', []));
});

const WHY = 'it shows the documentation of the API';

/** @fastify/swagger-ui: its pages, the document, and its files. */
const swaggerUi = (): NativeValue => plugin('@fastify/swagger-ui', (m, instance, options, call) => {
  const prefix = textIn(m, options, 'routePrefix') ?? lit('/documentation');
  const hooks = textIn(m, options, 'uiHooks') ?? object();
  const pages = native('@fastify/swagger-ui', (machine, inner) => {
    const [own = UNDEFINED] = inner.args;
    const at = { ...inner, site: call.site };
    for (const path of ['/', '/static/index.html', '/static/swagger-initializer.js']) serve(machine, own, at, lit(path), WHY, hooks, derived('file', []));
    for (const path of ['/json', '/yaml']) serve(machine, own, at, lit(path), WHY, hooks, hole('the document of the API', call.site));
    // The hooks are for the pages and the document only.
    serve(machine, own, at, lit('/static/*'), WHY, object(), derived('file', []));
    return UNDEFINED;
  });
  m.call(m.get(instance, 'register'), [pages, object([['prefix', prefix]])], { self: instance, site: call.site });
});

/** Plugins of Fastify that serve something themselves. */
export const library: Library = {
  name: 'fastify files and documentation',
  models: () => {
    const [served, ui] = [files(), swaggerUi()];
    return packages({
      '@fastify/static': { default: served, fastifyStatic: served }, 'fastify-static': { default: served },
      '@fastify/swagger-ui': { default: ui, fastifySwaggerUi: ui },
    });
  },
};
