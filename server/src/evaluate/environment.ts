import type { Machine } from './machine';
import type { ModuleInstance } from './program';
import type { Env, Value } from './value';

/** A scope inside another: of a block, or with a unit of a function. */
export function childEnv(m: Machine, parent: Env, unit: string | null = null): Env {
  return { vars: new Map(), parent, module: parent.module, fn: unit !== null, unit: unit ?? parent.unit, born: m.heap.serial() };
}

/** The outermost scope of a module. */
export function moduleEnv(module: () => ModuleInstance): Env {
  return { vars: new Map(), parent: null, get module() { return module(); }, fn: true, unit: '', born: 0 };
}

/** The scope in which a name is declared, if any. */
export function scopeOf(env: Env, name: string): Env | undefined {
  for (let e: Env | null = env; e !== null; e = e.parent) if (e.vars.has(name)) return e;
  return undefined;
}

/** The value of a name in scope: variables, then imports of the module; undefined when it is none of them. */
export function lookup(m: Machine, env: Env, name: string): Value | undefined {
  for (let e: Env | null = env; e !== null; e = e.parent) {
    const v = e.vars.get(name);
    if (v !== undefined) return v;
  }
  const imported = env.module.imports.get(name);
  return imported ? m.program.imported(env.module, imported.specifier, imported.imported) : undefined;
}

/** Declares a name in a scope. */
export function declare(m: Machine, env: Env, name: string, value: Value): void {
  write(m, env, name, value);
}

/** A scope that is younger than the open record needs no log: undoing leaves nothing that refers to it. */
function write(m: Machine, env: Env, name: string, value: Value): void {
  if (env.born >= m.heap.openedAt()) env.vars.set(name, value);
  else m.heap.set(env.vars, name, value);
}

/** Declares a `var`: in the nearest function's scope. */
export function declareVar(m: Machine, env: Env, name: string, value: Value): void {
  let e = env;
  while (!e.fn && e.parent !== null) e = e.parent;
  write(m, e, name, value);
}

/** Assigns to a name where it is declared, else to the module. */
export function assign(m: Machine, env: Env, name: string, value: Value): void {
  const scope = scopeOf(env, name);
  if (scope) write(m, scope, name, value);
  else if (!env.module.imports.has(name)) declareVar(m, rootOf(env), name, value);
}

/** The module scope of a scope. */
export function rootOf(env: Env): Env {
  let e = env;
  while (e.parent !== null) e = e.parent;
  return e;
}
