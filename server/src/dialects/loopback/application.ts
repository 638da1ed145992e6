import { apart } from '../../evaluate/apart';
import type { Machine } from '../../evaluate/machine';
import type { ClassValue, InstanceValue, ModelType, ModelValue, Value } from '../../evaluate/value';
import { lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { ListedClass } from '../controllers';
import { classesOf, listed } from '../controllers';
import { lineage } from '../decorators';

/** What an application's constructor and its callers said. */
export interface AppState {
  readonly options: Value;
  readonly controllers: Value[];
  readonly components: Value[];
  readonly strategies: Value[];
  /** What may ask callers for something before any action, and is not followed. */
  readonly opaque: { readonly name: string; readonly site: Site | null }[];
  readonly bindings: { readonly key: string; readonly value: Value }[];
  readonly base: { readonly value: Value; readonly site: Site | null }[];
  readonly site: Site | null;
}
type App = ModelValue<AppState>;

function bindingTo(m: Machine, app: AppState, key: string): Value {
  const bound = object();
  const self = native('binding', () => bound);
  for (const name of ['tag', 'inScope', 'lock', 'apply']) bound.props.set(name, self);
  for (const name of ['to', 'toClass', 'toAlias', 'toInjectable']) bound.props.set(name, native(name, (_m, call) => { m.heap.push(app.bindings, { key, value: call.args[0] ?? UNDEFINED }); return bound; }));
  bound.props.set('toDynamicValue', native('toDynamicValue', (machine, call) => { m.heap.push(app.bindings, { key, value: machine.call(call.args[0] ?? UNDEFINED, []) }); return bound; }));
  return bound;
}

/** `class MySequence extends MiddlewareSequence {}`, as it is generated: what runs is the application's own middleware. */
function isPlainSequence(m: Machine, v: Value | undefined): boolean {
  const parent = v?.t === 'class' && !m.member(v, 'handle') ? lineage(v).at(-1)?.parent : undefined;
  return parent?.t === 'sym' && parent.op === 'import' && parent.name === 'MiddlewareSequence';
}

const appType: ModelType<AppState> = {
  name: 'loopback.Application',
  get: (self, key, m) => {
    const { state } = self;
    const keeping = (to: Value[]): Value => native(`app.${key}`, (_m, call) => { if (call.args[0]) m.heap.push(to, call.args[0]); return object(); });
    switch (key) {
      case 'controller': return keeping(state.controllers);
      case 'component': return keeping(state.components);
      case 'basePath': return native('app.basePath', (_m, call) => { m.heap.push(state.base, { value: call.args[0] ?? lit(''), site: call.argSites[0] ?? call.site }); return UNDEFINED; });
      case 'bind': return native('app.bind', (_m, call) => bindingTo(m, state, stringOf(call.args[0]) ?? ''));
      case 'service': case 'repository': case 'dataSource': case 'add': case 'configure': case 'static': case 'handler': case 'lifeCycleObserver':
      case 'boot': case 'init': case 'start': case 'stop': case 'migrateSchema': case 'booters': case 'onStop': case 'onStart': case 'redirect': case 'api': case 'model': case 'server':
        return native(`app.${key}`, () => object());
      case 'sequence': case 'middleware': case 'expressMiddleware': case 'interceptor':
        return native(`app.${key}`, (_m, call) => { if (key !== 'sequence' || !isPlainSequence(m, call.args[0])) m.heap.push(state.opaque, { name: key, site: call.site }); return object(); });
      case 'options': return state.options;
      case 'restServer': return object([['url', lit('http://localhost')], ['config', object()], ['basePath', native('restServer.basePath', () => UNDEFINED)]]);
      default: return undefined;
    }
  },
};

/** `RestApplication`, which applications extend. */
export const applicationClass: Value = native('RestApplication', (m, call) => {
  const app = model<AppState>(appType, { options: call.args[0] ?? UNDEFINED, controllers: [], components: [], strategies: [], opaque: [], bindings: [], base: [], site: call.site }, call.site);
  m.program.collected<App>('loopback.app').push(app);
  return app as Value;
});

/** `BootMixin(RestApplication)`: the same application, with more to it. */
export const mixin: Value = native('mixin', (_m, call) => call.args[0] ?? UNDEFINED);

const stateOf = (v: Value | undefined): AppState | undefined => v?.t === 'model' && v.type.name === appType.name ? v.state as AppState : v?.t === 'instance' ? stateOf(v.base ?? undefined) : undefined;

/** `registerAuthenticationStrategy(app, Strategy)`. */
export const registerStrategy: Value = native('registerAuthenticationStrategy', (m, call) => {
  const state = stateOf(call.args[0]);
  if (state && call.args[1]) m.heap.push(state.strategies, call.args[1]);
  return UNDEFINED;
});

/** An application with the class that it is of. */
export interface Application { readonly state: AppState; readonly cls: ClassValue; readonly instance: InstanceValue }

/** The applications: one of every class that extends `RestApplication`. */
export function applicationsOf(m: Machine): readonly Application[] {
  const classes = m.program.collected<ClassValue>('class').filter(cls => lineage(cls).at(-1)?.parent === applicationClass);
  const parents = new Set<Value>(classes.flatMap(cls => lineage(cls).slice(1)));
  return classes.filter((cls, index) => !parents.has(cls) && classes.findIndex(one => one.site.file === cls.site.file && one.site.n === cls.site.n) === index).flatMap(cls => {
    const made = apart(m, () => m.construct(cls, [{ ...object(), open: true }], cls.site));
    const state = stateOf(made);
    return made.t === 'instance' && state ? [{ state, cls, instance: made }] : [];
  });
}

/** The controllers of an application: those that it registers, and those that its booter finds. */
export function controllersOf(m: Machine, { state, cls, instance }: Application): readonly ListedClass[] {
  const out: ListedClass[] = state.controllers.flatMap(one => classesOf(m, one, cls.site.file) ?? []);
  const root = stringOf(instance.props.get('projectRoot'));
  if (root === undefined) return out;
  const options = m.get(m.get(instance, 'bootOptions'), 'controllers');
  const texts = (key: string, otherwise: string): string[] => { const found = options.t === 'object' ? listed(m.get(options, key)).flatMap(({ value }) => stringOf(value) ?? []) : []; return found.length > 0 ? found : [otherwise]; };
  for (const dir of texts('dirs', 'controllers')) for (const extension of texts('extensions', '.controller.js')) {
    const glob = `./${root}/${dir}/**/*${extension}`.replace(/\/{2,}/g, '/').replace(/^\.\/\.\//, './');
    for (const one of classesOf(m, lit(glob), cls.site.file) ?? []) if (!out.some(each => each.cls === one.cls)) out.push(one);
  }
  return out;
}
