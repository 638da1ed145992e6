import type { Machine } from '../../evaluate/machine';
import type { ModelValue, Value } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Step } from '../dialect';

/** An instance: the application itself or the context of a plugin. Its decorations are the properties of its value. */
export type Instance = ModelValue<InstanceState> & Value;

export interface InstanceState {
  readonly parent: Instance | null;
  readonly root: RootState;
  /** Where it was made (`fastify()`) or registered. */
  readonly site: Site | null;
  /** What its plugin was registered with; null for none. */
  readonly prefix: { readonly value: Value; readonly site: Site | null } | null;
  /** Hooks of this context: those that its parent had when it was loaded, then its own and what the parents got later. Grows on the heap. */
  readonly hooks: Hook[];
  readonly routes: Route[];
  readonly children: Instance[];
  /** What requests and replies of this context are decorated with. */
  readonly request: Map<string, Value>;
  readonly reply: Map<string, Value>;
  /** It was registered under a condition that is not known. */
  readonly conditional: boolean;
}

/** What all contexts of an application share. */
export interface RootState {
  /** Stands for a parameter that nobody passed an application for. */
  readonly assumed: boolean;
  /** What waits to be loaded: the innermost list is that of the plugin which loads now, the first that of the application. */
  readonly loading: Waiting[][];
  /** Schemas by their `$id`. */
  readonly schemas: Map<string, Value>;
}

/** Something that is loaded in its turn: a plugin, a hook, or a function that runs after what was registered before it. */
export interface Waiting {
  readonly kind: 'plugin' | 'hook' | 'after';
  readonly instance: Instance;
  readonly value: Value;
  /** Of a hook: its name. */
  readonly name: string;
  readonly options: Value | null;
  readonly site: Site | null;
  readonly conditional: boolean;
  /** `done` once it was loaded. */
  readonly progress: Map<string, Value>;
}

export interface Hook {
  readonly name: string;
  readonly value: Value;
  readonly site: Site | null;
  readonly scope: Step['scope'];
  /** A middleware of Connect, with the paths that it is for (null: all); null for hooks. */
  readonly middleware: { readonly paths: readonly Value[] | null } | null;
}

export interface Route {
  readonly methods: readonly string[];
  /** Below the prefix of its instance. */
  readonly path: Value;
  readonly pathSite: Site | null;
  /** What the route was declared with, after the `onRoute` hooks. */
  readonly options: Value;
  /** What it was declared with in the code: places of hooks are found there. */
  readonly declared: Value | null;
  readonly handler: Value;
  readonly handlerSite: Site | null;
  readonly instance: Instance;
  readonly site: Site;
  readonly conditional: boolean;
  /** Set by library plugins for what they serve on purpose. */
  readonly publicBecause: string | null;
}

/** The stages of a request before the handler, in order. */
export const STAGES: readonly string[] = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

/** Whether a value is an instance. */
export function isInstance(v: Value | undefined): v is Instance {
  return v?.t === 'model' && v.type.name === 'fastify.Instance';
}

/** What is found for a name in a context or those around it. */
export function inherited<T>(instance: Instance, find: (one: Instance) => T | undefined): T | undefined {
  for (let at: Instance | null = instance; at !== null; at = at.state.parent) {
    const found = find(at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All applications of a program, and what stands for them. */
export function applications(m: Machine): Instance[] {
  return m.program.collected<Instance>('fastify.applications');
}
