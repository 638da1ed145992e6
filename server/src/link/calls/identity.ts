import type { Place } from '../../model/api';
import type { Expr, TypeRef } from '../../model/facts';
import type { Binding, FileScope } from './scope';
import { bindingOf, dotted, ownerOf } from './scope';

/** A file while calls are collected. */
export interface Context { readonly file: string; readonly scope: FileScope; readonly host: Host }

/** What collecting asks of the outside. */
export interface Host {
  /** Another file of the workspace. */
  context(file: string): Context | undefined;
  /** The file that a specifier means; undefined for packages. */
  resolve(from: string, specifier: string): string | undefined;
  json(file: string): unknown;
  place(context: Context, unit: string, n: number): Place;
}

/** Something that a package (or the runtime: `''`) gives, by the members that lead to it; `()` is a call's result. */
export interface Identity { readonly package: string; readonly path: readonly string[] }

/** The most steps from a name to where it comes from. */
const MAX_STEPS = 12;

const identity = (name: string, path: readonly string[]): Identity => ({ package: name, path: path.filter(part => part !== 'default' && part !== '*' && part !== 'export=') });
const member = (base: Identity | undefined, ...names: readonly string[]): Identity | undefined => base && identity(base.package, [...base.path, ...names]);

/** The name of an identity as checks write it: `verify`, `JwtService.sign`, `default`. */
export const nameOf = ({ path }: Identity): string => path.join('.').replaceAll('.()', '()') || 'default';

/** What an expression is by import identity, or undefined. */
export function identityOf(ctx: Context, e: Expr, unit: string, steps = 0): Identity | undefined {
  if (steps > MAX_STEPS) return undefined;
  switch (e.k) {
    case 'await': case 'cast': return identityOf(ctx, e.e, unit, steps);
    case 'id': return ofName(ctx, e.name, unit, e.n, steps + 1);
    case 'member': return e.obj.k === 'this' ? ofProperty(ctx, e.prop, unit, steps + 1) : member(identityOf(ctx, e.obj, unit, steps), e.prop);
    case 'index': return e.prop.k === 'lit' ? member(identityOf(ctx, e.obj, unit, steps), String(e.prop.v)) : undefined;
    case 'new': return identityOf(ctx, e.callee, unit, steps);
    case 'super': {
      const parent = ownerOf(ctx.scope, unit)?.cls.extends;
      return parent ? identityOf(ctx, parent.k === 'call' && parent.args[0] ? parent.args[0] : parent, unit, steps + 1) : undefined;
    }
    case 'import': return e.arg.k === 'lit' && typeof e.arg.v === 'string' ? ofModule(ctx, e.arg.v, '*', steps + 1) : undefined;
    case 'call': {
      const [first] = e.args;
      if (e.callee.k === 'id' && e.callee.name === 'require') return first?.k === 'lit' && typeof first.v === 'string' ? ofModule(ctx, first.v, 'export=', steps + 1) : undefined;
      const callee = identityOf(ctx, e.callee, unit, steps);
      if (first && (callee?.path.at(-1) === 'promisify' || dotted(e.callee)?.endsWith('promisify') === true)) return identityOf(ctx, first, unit, steps + 1);
      return member(callee, '()');
    }
    default: return undefined;
  }
}

function ofName(ctx: Context, name: string, unit: string, n: number, steps: number): Identity | undefined {
  const binding = bindingOf(ctx.scope, name, unit, n);
  if (binding) return ofBinding(ctx, name, binding, steps);
  const imported = importOf(ctx, name);
  return imported ? ofModule(ctx, imported.specifier, imported.imported, steps) : identity('', [name]);
}

function ofBinding(ctx: Context, name: string, binding: Binding, steps: number): Identity | undefined {
  switch (binding.k) {
    case 'value': {
      const later = ctx.scope.assigned.get(name)?.filter(one => one.value !== null) ?? [];
      const init = binding.init ?? (later.length === 1 ? later[0]?.value : null);
      if (!init) return undefined;
      return member(identityOf(ctx, init, binding.unit, steps), ...binding.path.map(String));
    }
    case 'param': return binding.path.length > 0 || !binding.param.type ? undefined : ofType(ctx, binding.param.type, steps);
    default: return undefined;
  }
}

/** Where a local name is imported from. */
export function importOf(ctx: Context, name: string): { readonly specifier: string; readonly imported: string } | undefined {
  for (const fact of ctx.scope.facts.imports) for (const binding of fact.bindings) if (binding.local === name) return { specifier: fact.specifier, imported: binding.imported };
  return undefined;
}

/** What a value of a declared type is: an instance of a library's class. */
function ofType(ctx: Context, type: TypeRef, steps: number): Identity | undefined {
  if (type.k !== 'ref') return undefined;
  const [head = '', ...rest] = type.name.split('.');
  const imported = importOf(ctx, head);
  return imported ? member(ofModule(ctx, imported.specifier, imported.imported, steps), ...rest) : undefined;
}

/** `this.name`: a property of the class, by its type or by what it is set to. */
function ofProperty(ctx: Context, name: string, unit: string, steps: number): Identity | undefined {
  const owner = ownerOf(ctx.scope, unit);
  if (!owner) return undefined;
  for (const one of owner.cls.members) {
    if (one.kind === 'constructor' && one.value?.k === 'fn') {
      const param = ctx.scope.facts.units[one.value.unit]?.params.find(({ pattern, property }) => property && pattern.k === 'id' && pattern.name === name);
      if (param?.type) return ofType(ctx, param.type, steps);
    }
    if (one.kind !== 'property' || one.key !== name) continue;
    const found = (one.value ? identityOf(ctx, one.value, owner.unit, steps) : undefined) ?? (one.type ? ofType(ctx, one.type, steps) : undefined);
    if (found) return found;
  }
  const set = ctx.scope.writes.filter(write => write.object === 'this' && write.name === name && ownerOf(ctx.scope, write.unit)?.cls === owner.cls);
  const [only] = set;
  return only && set.length === 1 ? identityOf(ctx, only.value, only.unit, steps) : undefined;
}

function ofModule(ctx: Context, specifier: string, name: string, steps: number): Identity | undefined {
  const file = ctx.host.resolve(ctx.file, specifier);
  if (file === undefined) return specifier.startsWith('.') ? undefined : identity(specifier.replace(/^(node|npm|jsr):/, ''), [name]);
  const there = steps > MAX_STEPS ? undefined : ctx.host.context(file);
  return there && ofExport(there, name, steps + 1);
}

function ofExport(ctx: Context, name: string, steps: number): Identity | undefined {
  const found = exportOf(ctx, name);
  if (!found) return undefined;
  if (found.k === 'from') return ofModule(ctx, found.specifier, found.imported, steps);
  return found.k === 'local' ? ofName(ctx, found.local, '', Number.MAX_SAFE_INTEGER, steps) : identityOf(ctx, found.e, '', steps);
}

/** How a file exports a name. */
export type Export =
  | { readonly k: 'local'; readonly local: string }
  | { readonly k: 'from'; readonly specifier: string; readonly imported: string }
  | { readonly k: 'expr'; readonly e: Expr };

/** The export of a name: ES exports first, then what is written to `module.exports` and `exports`. */
export function exportOf(ctx: Context, name: string, depth = 0): Export | undefined {
  const { exports } = ctx.scope.facts;
  for (const fact of exports) {
    if (fact.kind === 'local' && fact.exported === name) return { k: 'local', local: fact.local };
    if (fact.kind === 'from' && fact.exported === name) return { k: 'from', specifier: fact.specifier, imported: fact.imported };
  }
  const written = ctx.scope.writes.filter(write => write.unit === '');
  const whole = written.findLast(write => write.object === 'module' && write.name === 'exports');
  if (name === 'default' || name === 'export=' || name === '*') return whole && { k: 'expr', e: whole.value };
  const own = written.findLast(write => (write.object === 'exports' || write.object === 'module.exports') && write.name === name);
  if (own) return { k: 'expr', e: own.value };
  if (whole?.value.k === 'object') for (const prop of whole.value.props) if (prop.k === 'prop' && prop.key === name) return { k: 'expr', e: prop.value };
  if (depth < 4) for (const fact of exports) {
    const file = fact.kind === 'star' ? ctx.host.resolve(ctx.file, fact.specifier) : undefined;
    const there = file === undefined ? undefined : ctx.host.context(file);
    if (fact.kind === 'star' && there && exportOf(there, name, depth + 1)) return { k: 'from', specifier: fact.specifier, imported: name };
  }
  return undefined;
}
