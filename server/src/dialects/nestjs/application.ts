import type { Machine } from '../../evaluate/machine';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { hole, lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { resolveToken } from '../injection';
import type { ModuleGraph } from './modules';
import { moduleGraph } from './modules';

/** One call that configures an application: `setGlobalPrefix`, `use`, `useGlobalGuards`, … */
export interface Setting { readonly name: string; readonly args: readonly Value[]; readonly argSites: readonly (Site | null)[]; readonly site: Site | null; readonly conditional: boolean }

/** An application of `NestFactory`. */
export interface AppState {
  readonly root: Value;
  /** Grows on the heap. */
  readonly settings: Setting[];
  /** False for microservices and application contexts. */
  readonly http: boolean;
  readonly fastify: boolean;
  readonly site: Site | null;
  readonly graph: { made: ModuleGraph | null };
}

/** Every application that was created. */
export function applicationsOf(m: Machine): ModelValue<AppState>[] {
  return m.program.collected<ModelValue<AppState>>('nestjs.application');
}

/** The modules of an application; followed when they are first needed. */
export function graphOf(m: Machine, app: AppState): ModuleGraph {
  return app.graph.made ??= moduleGraph(m, app.root);
}

const recorded: ReadonlySet<string> = new Set(['setGlobalPrefix', 'enableVersioning', 'useGlobalGuards', 'useGlobalPipes', 'useGlobalInterceptors', 'useGlobalFilters', 'useWebSocketAdapter', 'use', 'listen', 'init']);
const verbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']);

function record(m: Machine, app: ModelValue<AppState>, name: string, call: { readonly args: readonly Value[]; readonly argSites: readonly (Site | null)[]; readonly site: Site | null }): void {
  if (m.alive) m.heap.push(app.state.settings, { name, args: call.args, argSites: call.argSites, site: call.site, conditional: m.nesting > 0 });
}

/** The HTTP adapter and the server behind it: routes registered on it have no guards of the framework. */
const adapterType: ModelType<ModelValue<AppState>> = {
  name: 'nestjs.HttpAdapter',
  get: (self, key) => {
    if (verbs.has(key)) return native(`adapter.${key}`, (m, call) => { if (call.args.length > 1) record(m, self.state, `adapter.${key}`, call); return self as Value; });
    if (key === 'use') return native('adapter.use', (m, call) => { record(m, self.state, 'use', call); return self as Value; });
    if (key === 'getInstance' || key === 'getHttpServer') return native(`adapter.${key}`, () => self as Value);
    return key === 'getType' ? native('adapter.getType', () => lit(self.state.state.fastify ? 'fastify' : 'express')) : undefined;
  },
};

const applicationType: ModelType<AppState> = {
  name: 'nestjs.Application',
  get: (self, key) => {
    if (recorded.has(key)) return native(`app.${key}`, (m, call) => { record(m, self, key, call); return self as Value; });
    switch (key) {
      case 'get': case 'resolve': return native(`app.${key}`, (m, call) => resolveToken(m, graphOf(m, self.state).container, call.args[0] ?? UNDEFINED, call.site));
      case 'getHttpAdapter': return native('app.getHttpAdapter', () => model(adapterType, self) as Value);
      case 'getHttpServer': return native('app.getHttpServer', (_m, call) => hole('the server behind the application', call.site));
      case 'getUrl': return native('app.getUrl', () => lit('http://localhost'));
      // What remains configures what is not judged here (CORS, shutdown hooks, view engines, listening).
      default: return /^(?:then|catch|finally)$/.test(key) ? undefined : native(`app.${key}`, () => self as Value);
    }
  },
};

const isFastify = (adapter: Value | undefined): boolean => adapter?.t === 'sym' && adapter.op === 'new' && adapter.base.t === 'sym' && adapter.base.op === 'import' && adapter.base.module === '@nestjs/platform-fastify';

function create(http: boolean): Value {
  return native('NestFactory.create', (m, call) => {
    const app = model<AppState>(applicationType, { root: call.args[0] ?? UNDEFINED, settings: [], http, fastify: isFastify(call.args[1]), site: call.site, graph: { made: null } }, call.site);
    applicationsOf(m).push(app);
    return app as Value;
  });
}

/** `NestFactory`. */
export function nestFactory(): Value {
  return object([['create', create(true)], ['createMicroservice', create(false)], ['createApplicationContext', create(false)]]);
}
