import { apart } from '../../evaluate/apart';
import type { Machine } from '../../evaluate/machine';
import type { ClassValue, Value } from '../../evaluate/value';
import { alternatives, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { configurationOf } from './configuration';
import { nestRequest } from './exchange';
import type { Container } from '../injection';
import { createContainer, instanceOf, provide, providerOf, referenced } from '../injection';
import type { Listed } from '../controllers';
import { listed } from '../controllers';
import { classDecorator } from '../decorators';

/** One module with all that its decorator and dynamic parts list. */
export interface ModuleNode {
  readonly cls: ClassValue;
  conditional: boolean;
  readonly controllers: Listed[];
  readonly providers: Listed[];
}

/** `consumer.apply(…).exclude(…).forRoutes(…)`. */
export interface AppliedMiddleware {
  readonly middleware: readonly { readonly value: Value; readonly site: Site | null }[];
  readonly excludes: readonly Value[];
  readonly routes: readonly Value[];
  readonly site: Site | null;
}

/** The modules that a root module leads to, in the order in which they are scanned. */
export interface ModuleGraph {
  readonly nodes: readonly ModuleNode[];
  /** What its modules serve GraphQL with. */
  readonly served: readonly unknown[];
  /** Paths that `RouterModule` gives to modules, outermost first. */
  readonly prefixes: ReadonlyMap<Value, readonly Value[]>;
  readonly container: Container;
  middleware(m: Machine): readonly AppliedMiddleware[];
}

/** What `RouterModule.register(routes)` and `forwardRef` make. */
export const routerModule: Value = native('RouterModule', () => UNDEFINED, ['register', 'forRoutes'].map(name => [name, native(`RouterModule.${name}`, (_m, call) =>
  model({ name: 'nestjs.RouterModule' }, call.args[0] ?? UNDEFINED, call.site) as Value)] as const));
export const forwardRef: Value = native('forwardRef', (_m, call) => model({ name: 'forwardRef' }, call.args[0] ?? UNDEFINED, call.site) as Value);

/** `new ConfigurableModuleBuilder().build()`: a class whose static methods make dynamic modules of the class they are called on. */
export const configurableModuleBuilder: Value = native('ConfigurableModuleBuilder', () => {
  const names = ['register', 'registerAsync', 'forRoot', 'forRootAsync', 'forFeature', 'forFeatureAsync'];
  const methods = names.map(name => [name, native(name, (_m, call) => object([['module', call.self]], call.site))] as const);
  const builder = object();
  const chain = native('builder', () => builder);
  for (const name of ['setExtras', 'setFactoryMethodName', 'setClassMethodName']) builder.props.set(name, chain);
  const base = native('ConfigurableModuleClass', () => object(), methods);
  builder.props.set('build', native('build', () => object([['ConfigurableModuleClass', base]])));
  return builder;
});

/** Follows the imports of a root module. */
export function moduleGraph(m: Machine, root: Value): ModuleGraph {
  const nodes = new Map<ClassValue, ModuleNode>();
  const dynamic = new Set<Value>();
  const prefixes = new Map<Value, readonly Value[]>();
  const served: unknown[] = [];
  const container = createContainer((machine, name) => name === 'REQUEST' ? nestRequest() : configurationOf(machine, name));

  function visit(given: Value, conditional: boolean, depth: number): void {
    if (depth > 60) return;
    const options = alternatives(referenced(m, given));
    for (const one of options) {
      const doubtful = conditional || options.length > 1;
      if (one.t === 'class') visitClass(one, doubtful, depth);
      else if (one.t === 'model' && one.type.name === 'nestjs.RouterModule') register(one.state as Value, []);
      else if (one.t === 'model' && one.type.name === 'nestjs.GraphQLModule') served.push(one.state);
      else if (one.t === 'model' && one.type.name === 'forwardRef') visit(one, doubtful, depth + 1);
      else if (one.t === 'object' && !dynamic.has(one)) {
        dynamic.add(one);
        const cls = referenced(m, m.get(one, 'module'));
        if (cls.t !== 'class') continue;
        const node = visitClass(cls, doubtful, depth);
        if (node) include(node, one, doubtful, depth);
      }
    }
  }

  function visitClass(cls: ClassValue, conditional: boolean, depth: number): ModuleNode | undefined {
    const known = nodes.get(cls);
    if (known) {
      if (!conditional) known.conditional = false;
      return known;
    }
    const node: ModuleNode = { cls, conditional, controllers: [], providers: [] };
    nodes.set(cls, node);
    const metadata = classDecorator(m, cls, 'Module')?.args[0];
    if (metadata) include(node, metadata, conditional, depth);
    return node;
  }

  function include(node: ModuleNode, metadata: Value, conditional: boolean, depth: number): void {
    const of = (key: string): Listed[] => apart(m, () => listed(m.get(metadata, key), conditional));
    for (const one of of('imports')) visit(one.value, one.conditional, depth + 1);
    for (const one of of('controllers')) if (!node.controllers.some(each => each.value === one.value)) node.controllers.push(one);
    for (const one of of('providers')) {
      node.providers.push(one);
      const provider = providerOf(m, one.value);
      if (provider) provide(container, provider);
    }
  }

  function register(routes: Value, base: readonly Value[]): void {
    for (const { value } of listed(routes)) {
      if (value.t === 'class') { prefixes.set(value, base); continue; }
      if (value.t === 'list') { register(value, base); continue; }
      if (value.t !== 'object') continue;
      const path = value.props.get('path');
      const full = path ? [...base, path] : base;
      const cls = value.props.get('module');
      if (cls) prefixes.set(cls, full);
      const children = value.props.get('children');
      if (children) register(children, full);
    }
  }

  visit(root, false, 0);
  let applied: readonly AppliedMiddleware[] | undefined;
  return {
    nodes: [...nodes.values()], served, prefixes, container,
    middleware: machine => applied ??= [...nodes.values()].flatMap(node => configured(machine, container, node.cls)),
  };
}

/** Runs a module's `configure(consumer)`. */
function configured(m: Machine, container: Container, cls: ClassValue): AppliedMiddleware[] {
  const configure = m.member(cls, 'configure')?.fn;
  if (!configure) return [];
  const out: AppliedMiddleware[] = [];
  const consumer = object();
  consumer.props.set('apply', native('consumer.apply', (_m, call) => {
    const middleware = call.args.flatMap((value, index) => listed(value).map(one => ({ value: one.value, site: call.argSites[index] ?? call.site })));
    const excludes: Value[] = [];
    const proxy = object();
    proxy.props.set('exclude', native('consumer.exclude', (_machine, inner) => { excludes.push(...inner.args); return proxy; }));
    proxy.props.set('forRoutes', native('consumer.forRoutes', (_machine, inner) => {
      out.push({ middleware, excludes: [...excludes], routes: inner.args.flatMap(arg => listed(arg).map(one => one.value)), site: inner.site });
      return consumer;
    }));
    return proxy;
  }));
  const self = instanceOf(m, container, cls);
  apart(m, () => m.call(configure, [consumer], { self }));
  return out;
}
