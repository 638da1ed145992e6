import { answersItself } from '../../evaluate/library';
import type { ModelType, NativeValue, Value } from '../../evaluate/value';
import { derived, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import { packages, passing } from '../credentials';
import type { Library } from '../library';

/** An answer of the library's own pages. */
const page = (name: string): NativeValue => native(name, (m, call) => {
  m.emit({ kind: 'respond', value: derived(name, []), status: lit(200), site: call.site, via: name });
  return UNDEFINED;
});

/** A middleware that answers at one path, which an option may change, and goes on elsewhere. */
const beside = (name: string, path: string, option: string): NativeValue => native(name, (m, call) => {
  const [options] = call.args;
  const given = options?.t === 'object' ? stringOf(m.get(options, option)) : undefined;
  // It only measures then; who serves the page does so elsewhere.
  if (options?.t === 'object' && options.props.has('autoregister') && m.truth(m.get(options, 'autoregister')) === false) return passing(name);
  return answersItself(passing(name), 'GET', { path: given ?? path, handler: page(name) });
});

/** The adapter of Bull Board: its router answers everything below where it is mounted. */
const adapterType: ModelType<null> = {
  name: 'bullBoard.Adapter',
  get: (_self, key) => key === 'getRouter' ? native('serverAdapter.getRouter', () => answersItself(page('bull-board'), 'ANY', { path: '/{rest*}' })) : key === 'then' ? undefined : native(`serverAdapter.${key}`, () => UNDEFINED),
};
const board = native('createBullBoard', () => object([['addQueue', native('addQueue', () => UNDEFINED)], ['removeQueue', native('removeQueue', () => UNDEFINED)], ['setQueues', native('setQueues', () => UNDEFINED)], ['replaceQueues', native('replaceQueues', () => UNDEFINED)]]));

/** Libraries whose middleware brings endpoints of its own: dashboards and metrics. */
export const library: Library = {
  name: 'mounted',
  models: () => packages({
    '@bull-board/express': { ExpressAdapter: native('ExpressAdapter', (_m, call) => model(adapterType, null, call.site) as Value) },
    '@bull-board/api': { createBullBoard: board },
    'express-prom-bundle': { default: beside('promBundle', '/metrics', 'metricsPath') },
    'express-status-monitor': { default: beside('statusMonitor', '/status', 'path') },
  }),
};
