import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { hole, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { NOWHERE } from '../../model/facts';
import { hang } from '../controllers';

interface Placed { readonly value: Value; readonly site: Site | null }

/** A service at its path, with the hooks that it was given. */
export interface Service {
  readonly path: Value; readonly name: string | undefined; value: Value; readonly options: Value;
  /** Middleware of Express that runs before its hooks. */
  readonly before: readonly Placed[];
  readonly hooks: Value[]; readonly site: Site; readonly pathSite: Site | null; readonly conditional: boolean;
}

/** An application of Feathers on Express or Koa. */
export interface AppState { readonly host: Value; readonly kind: 'express' | 'koa'; readonly services: Service[]; readonly hooks: Value[]; readonly rest: boolean[]; readonly outer: Placed[]; readonly site: Site | null }
export type App = ModelValue<AppState>;

/** The name of what leads to the services. */
export const VIA = 'feathers';
const trimmed = (path: string | undefined): string | undefined => path?.replace(/^\/+|\/+$/g, '');

/** What `app.service('messages')` gives: its methods, and where hooks are hung on. */
const serviceType: ModelType<{ readonly app: AppState; readonly name: string | undefined }> = {
  name: 'feathers.Service',
  get: (self, key, m) => {
    const found = self.state.app.services.find(one => one.name === self.state.name && one.name !== undefined);
    switch (key) {
      case 'hooks': return native('service.hooks', (_m, call) => { if (found && call.args[0]) m.heap.push(found.hooks, call.args[0]); return self as Value; });
      case 'on': case 'publish': case 'emit': case 'registerPublisher': return native(`service.${key}`, () => self as Value);
      default: return found ? m.get(found.value, key) : undefined;
    }
  },
};

/** Whether what is given to `use` is a service: it has methods and is no function. */
const isService = (v: Value | undefined): v is Value => v !== undefined && (v.t === 'instance' || v.t === 'object' || (v.t === 'sym' && (v.op === 'new' || v.op === 'call')) || (v.t === 'model' && v.type.name === serviceType.name));

function use(m: Machine, app: App, args: readonly Value[], argSites: readonly (Site | null)[], site: Site | null): Value {
  const [path, ...given] = args;
  const service = given.find(isService);
  if (path && service && (path.t === 'lit' || path.t === 'text')) {
    const last = given.at(-1);
    const options = last !== service && last?.t === 'object' ? last : object();
    const before = given.slice(0, given.indexOf(service)).map((value, index) => ({ value, site: argSites[index + 1] ?? site }));
    if (m.alive) m.heap.push(app.state.services, { path, name: trimmed(stringOf(path)), value: service, options, before, hooks: [], site: site ?? NOWHERE, pathSite: argSites[0] ?? site, conditional: m.nesting > 0 });
    return app as Value;
  }
  if (path && app.state.kind === 'koa' && app.state.rest.length === 0) m.heap.push(app.state.outer, { value: path, site: argSites[0] ?? site });
  m.call(m.get(app.state.host, 'use'), args, { self: app.state.host, site, argSites });
  return app as Value;
}

const appType: ModelType<AppState> = {
  name: 'feathers.App',
  get: (self, key, m) => {
    const set = self.props.get(key);
    if (set) return set;
    const { state } = self;
    switch (key) {
      case 'use': return native('app.use', (machine, call) => use(machine, self, call.args, call.argSites, call.site));
      case 'service': return native('app.service', (_m, call) => model(serviceType, { app: state, name: trimmed(stringOf(call.args[0])) }) as Value);
      case 'configure': return native('app.configure', (machine, call) => { if (call.args[0]) machine.call(call.args[0], [self as Value], { self: self as Value, site: call.site }); return self as Value; });
      case 'hooks': return native('app.hooks', (_m, call) => { if (call.args[0]) m.heap.push(state.hooks, call.args[0]); return self as Value; });
      case 'set': case 'on': case 'publish': case 'setup': case 'teardown': case 'listen': case 'channel': case 'defaultAuthentication': return native(`app.${key}`, () => self as Value);
      case 'get': return native('app.get', (machine, call) => call.args.length > 1 ? machine.call(machine.get(state.host, 'get'), call.args, { self: state.host, site: call.site, argSites: call.argSites }) : hole('a setting of the application', call.site));
      default: return m.get(state.host, key);
    }
  },
  set: (self, key, value, m) => { m.heap.set(self.props, key, value); return true; },
};

/** `express(feathers())` or `koa(feathers())`. */
export function createApp(m: Machine, kind: 'express' | 'koa', site: Site | null): Value {
  const factory = m.program.environment.models.importValue(kind, 'default', site?.file ?? '');
  const host = factory ? kind === 'koa' ? m.construct(factory, [], site) : m.call(factory, [], { site }) : UNDEFINED;
  const app = model<AppState>(appType, { host, kind, services: [], hooks: [], rest: [], outer: [], site }, site);
  m.program.collected<App>('feathers.app').push(app);
  return app as Value;
}

/** `app.configure(rest())`: without it nothing is served by HTTP. */
export const rest: Value = native('rest', () => native('rest', (m, call) => {
  const [app] = call.args;
  if (app?.t !== 'model' || app.type.name !== appType.name || !m.alive) return UNDEFINED;
  const state = app.state as AppState;
  m.heap.push(state.rest, true);
  if (state.kind === 'express') hang(m, state.host, VIA, state, call.site);
  return UNDEFINED;
}));
