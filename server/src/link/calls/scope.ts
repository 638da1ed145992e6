import type { ClassFact, Expr, MemberFact, ModuleFacts, ObjectProp, Param, Pattern, Stmt } from '../../model/facts';

/** The nodes around a node, innermost first. */
export type Around = (
  | { readonly role: 'expr'; readonly node: Expr }
  | { readonly role: 'stmt'; readonly node: Stmt }
  | { readonly role: 'prop'; readonly node: ObjectProp }
  | { readonly role: 'bound'; readonly node: Pattern }
  | { readonly role: 'member'; readonly node: MemberFact }
  | { readonly role: 'decorator' }
) & { readonly up: Around | null };

/** An expression with where it stands. */
export interface Occurrence { readonly e: Expr; readonly up: Around | null; readonly unit: string }

/** What a name stands for in a unit. */
export type Binding =
  | { readonly k: 'value'; readonly unit: string; readonly init: Expr | null; readonly path: readonly (string | number)[]; readonly fallback: Expr | null; readonly n: number }
  | { readonly k: 'param'; readonly unit: string; readonly position: number; readonly param: Param; readonly path: readonly (string | number)[] }
  | { readonly k: 'function'; readonly unit: string }
  | { readonly k: 'class'; readonly unit: string; readonly cls: ClassFact }
  | { readonly k: 'enum'; readonly unit: string; readonly members: readonly { readonly name: string; readonly init: Expr | null }[] };

/** `object.name = value` somewhere. */
export interface Write { readonly object: string; readonly name: string; readonly value: Expr; readonly unit: string; readonly n: number }

/** What one file declares, by unit, and the expressions that are asked about. */
export interface FileScope {
  readonly facts: ModuleFacts;
  readonly bindings: ReadonlyMap<string, ReadonlyMap<string, readonly Binding[]>>;
  /** Names that are assigned after their declaration, with the unit of the assignment. */
  readonly assigned: ReadonlyMap<string, readonly { readonly unit: string; readonly value: Expr | null }[]>;
  readonly writes: readonly Write[];
  /** The class of a method's unit. */
  readonly owners: ReadonlyMap<string, { readonly cls: ClassFact; readonly unit: string }>;
  readonly classes: readonly { readonly cls: ClassFact; readonly unit: string }[];
  /** Where the function of a unit is written. */
  readonly functions: ReadonlyMap<string, { readonly up: Around | null; readonly unit: string }>;
  /** Calls, constructions, comparisons, assignments. */
  readonly found: readonly Occurrence[];
  readonly names: ReadonlyMap<string, readonly Occurrence[]>;
  /** What each unit returns. */
  readonly returns: ReadonlyMap<string, readonly Expr[]>;
}

/** The unit around a unit; null for the top level. */
export function outer(unit: string): string | null {
  return unit === '' ? null : unit.includes('.') ? unit.slice(0, unit.lastIndexOf('.')) : '';
}

/** Whether a unit is another one or stands inside of it. */
export const within = (unit: string, around: string): boolean => around === '' || unit === around || unit.startsWith(`${around}.`);

const comparisons: ReadonlySet<string> = new Set(['===', '!==', '==', '!=']);

/** The dotted name of an expression as written: `req.headers.authorization`, `cookies().set`; null when it has none. */
export function dotted(e: Expr): string | null {
  switch (e.k) {
    case 'id': return e.name;
    case 'this': return 'this';
    case 'super': return 'super';
    case 'member': { const base = dotted(e.obj); return base === null ? null : `${base}.${e.prop}`; }
    case 'index': { const base = dotted(e.obj); return base === null ? null : e.prop.k === 'lit' ? `${base}.${String(e.prop.v)}` : `${base}[]`; }
    case 'call': { const base = dotted(e.callee); return base === null ? null : `${base}()`; }
    case 'new': { const base = dotted(e.callee); return base === null ? null : `new ${base}()`; }
    case 'await': case 'cast': return dotted(e.e);
    default: return null;
  }
}

/** Reads a file once. */
export function scopeOfFile(facts: ModuleFacts): FileScope {
  const bindings = new Map<string, Map<string, Binding[]>>();
  const assigned = new Map<string, { unit: string; value: Expr | null }[]>();
  const writes: Write[] = [];
  const owners = new Map<string, { cls: ClassFact; unit: string }>();
  const classes: { cls: ClassFact; unit: string }[] = [];
  const functions = new Map<string, { up: Around | null; unit: string }>();
  const found: Occurrence[] = [];
  const names = new Map<string, Occurrence[]>();
  const returns = new Map<string, Expr[]>();

  const put = <K, V>(map: Map<K, V[]>, key: K, value: V): void => { (map.get(key) ?? map.set(key, []).get(key))?.push(value); };
  const bind = (unit: string, name: string, binding: Binding): void => { put(bindings.get(unit) ?? bindings.set(unit, new Map()).get(unit) ?? new Map<string, Binding[]>(), name, binding); };

  function pattern(target: Pattern, path: readonly (string | number)[], fallback: Expr | null, made: (path: readonly (string | number)[], fallback: Expr | null, n: number, name: string) => void): void {
    switch (target.k) {
      case 'id': made(path, fallback, target.n, target.name); return;
      case 'default': pattern(target.target, path, target.value, made); return;
      case 'object':
        for (const { key, value } of target.props) pattern(value, [...path, typeof key === 'string' ? key : '[]'], null, made);
        if (target.rest) pattern(target.rest, [...path, '...'], null, made);
        return;
      case 'array':
        target.items.forEach((item, index) => { if (item) pattern(item, [...path, index], null, made); });
        if (target.rest) pattern(target.rest, [...path, '...'], null, made);
        return;
      case 'expr': return;
    }
  }
  const declare = (unit: string, target: Pattern, init: Expr | null): void => {
    pattern(target, [], null, (path, fallback, n, name) => { bind(unit, name, { k: 'value', unit, init, path, fallback, n }); });
  };

  function visitClass(cls: ClassFact, unit: string, up: Around | null): void {
    classes.push({ cls, unit });
    if (cls.extends) visit(cls.extends, unit, up);
    for (const one of cls.decorators) visit(one, unit, { role: 'decorator', up });
    for (const member of cls.members) {
      for (const one of member.decorators) visit(one, unit, { role: 'decorator', up });
      if (!member.value) continue;
      if (member.value.k === 'fn') owners.set(member.value.unit, { cls, unit });
      visit(member.value, unit, { role: 'member', node: member, up });
    }
  }

  function visitAssign(e: Extract<Expr, { k: 'assign' }>, unit: string, up: Around): void {
    const { target } = e;
    if (target.k === 'id') put(assigned, target.name, { unit, value: e.op === '' ? e.value : null });
    else if (target.k === 'expr') {
      const at = target.e;
      const object = at.k === 'member' || at.k === 'index' ? dotted(at.obj) : null;
      const name = at.k === 'member' ? at.prop : at.k === 'index' && at.prop.k === 'lit' ? String(at.prop.v) : '[]';
      if (object !== null) writes.push({ object, name, value: e.value, unit, n: e.n });
      visit(at, unit, up);
    } else pattern(target, [], null, (_path, _fallback, _n, name) => { put(assigned, name, { unit, value: null }); });
    visit(e.value, unit, { role: 'bound', node: target, up });
  }

  function visit(e: Expr, unit: string, above: Around | null): void {
    const up: Around = { role: 'expr', node: e, up: above };
    switch (e.k) {
      case 'id': put(names, e.name, { e, up: above, unit }); return;
      case 'template': for (const one of e.exprs) visit(one, unit, up); return;
      case 'tagged': visit(e.tag, unit, up); for (const one of e.exprs) visit(one, unit, up); return;
      case 'member': visit(e.obj, unit, up); return;
      case 'index': visit(e.obj, unit, up); visit(e.prop, unit, up); return;
      case 'call': case 'new':
        found.push({ e, up: above, unit });
        visit(e.callee, unit, up);
        for (const arg of e.args) visit(arg, unit, up);
        return;
      case 'import': visit(e.arg, unit, up); return;
      case 'spread': case 'unary': case 'await': case 'cast': visit(e.e, unit, up); return;
      case 'yield': if (e.e) visit(e.e, unit, up); return;
      case 'update': if (e.target.k === 'id') put(assigned, e.target.name, { unit, value: null }); visit(e.target, unit, up); return;
      case 'array': case 'seq': for (const one of e.items) visit(one, unit, up); return;
      case 'object':
        for (const prop of e.props) {
          const inside: Around = { role: 'prop', node: prop, up };
          if (prop.k === 'spread') { visit(prop.e, unit, inside); continue; }
          if (typeof prop.key !== 'string') visit(prop.key, unit, inside);
          visit(prop.value, unit, inside);
        }
        return;
      case 'fn': functions.set(e.unit, { up: above, unit }); return;
      case 'class': visitClass(e.cls, unit, up); return;
      case 'cond': visit(e.test, unit, up); visit(e.yes, unit, up); visit(e.no, unit, up); return;
      case 'logical': visit(e.l, unit, up); visit(e.r, unit, up); return;
      case 'binary':
        if (comparisons.has(e.op)) found.push({ e, up: above, unit });
        visit(e.l, unit, up); visit(e.r, unit, up);
        return;
      case 'assign':
        if (e.target.k === 'expr') found.push({ e, up: above, unit });
        visitAssign(e, unit, up);
        return;
      default: return;
    }
  }

  function statements(body: readonly Stmt[], unit: string, above: Around | null): void {
    for (const node of body) {
      const up: Around = { role: 'stmt', node, up: above };
      switch (node.k) {
        case 'expr': case 'exportDefault': visit(node.e, unit, up); if (node.k === 'exportDefault') bind(unit, '*default*', { k: 'value', unit, init: node.e, path: [], fallback: null, n: node.n }); break;
        case 'var':
          for (const { target, init } of node.decls) {
            declare(unit, target, init);
            if (init) visit(init, unit, { role: 'bound', node: target, up });
          }
          break;
        case 'fn': bind(unit, node.name, { k: 'function', unit: node.unit }); functions.set(node.unit, { up, unit }); break;
        case 'class': bind(unit, node.name, { k: 'class', unit, cls: node.cls }); visitClass(node.cls, unit, up); break;
        case 'enum': bind(unit, node.name, { k: 'enum', unit, members: node.members }); break;
        case 'if': visit(node.test, unit, up); statements(node.yes, unit, up); statements(node.no, unit, up); break;
        case 'forOf': case 'forIn': declare(unit, node.target, null); visit(node.of, unit, up); statements(node.body, unit, up); break;
        case 'for': statements(node.init, unit, up); if (node.test) visit(node.test, unit, up); if (node.step) visit(node.step, unit, up); statements(node.body, unit, up); break;
        case 'while': visit(node.test, unit, up); statements(node.body, unit, up); break;
        case 'return': if (node.e) { put(returns, unit, node.e); visit(node.e, unit, up); } break;
        case 'throw': visit(node.e, unit, up); break;
        case 'try':
          statements(node.body, unit, up);
          if (node.param) declare(unit, node.param, null);
          statements(node.handler ?? [], unit, up);
          statements(node.finalizer ?? [], unit, up);
          break;
        case 'switch': visit(node.on, unit, up); for (const one of node.cases) { if (one.test) visit(one.test, unit, up); statements(one.body, unit, up); } break;
        case 'block': statements(node.body, unit, up); break;
        default: break;
      }
    }
  }

  // Outer units come before the units inside of them, so that the class of a method is known when it is read.
  for (const unit of Object.values(facts.units).sort((a, b) => a.key.length - b.key.length)) {
    unit.params.forEach((param, position) => {
      pattern(param.pattern, [], null, (path, _fallback, _n, name) => { bind(unit.key, name, { k: 'param', unit: unit.key, position, param, path }); });
      if (param.pattern.k === 'default') visit(param.pattern.value, unit.key, null);
      for (const one of param.decorators) visit(one, unit.key, { role: 'decorator', up: null });
    });
    statements(unit.body, unit.key, null);
  }
  return { facts, bindings, assigned, writes, owners, classes, functions, found, names, returns };
}

/** What a name stands for where it is used: the nearest declaration around, of several in one unit the last before the use. */
export function bindingOf(scope: FileScope, name: string, unit: string, n: number): Binding | undefined {
  for (let at: string | null = unit; at !== null; at = outer(at)) {
    const found = scope.bindings.get(at)?.get(name);
    if (!found) continue;
    const before = at === unit ? found.filter(one => one.k !== 'value' || one.n < n) : found;
    return before.at(-1) ?? found[0];
  }
  return undefined;
}

/** The class whose `this` is meant in a unit: that of the nearest method around. */
export function ownerOf(scope: FileScope, unit: string): { readonly cls: ClassFact; readonly unit: string } | undefined {
  for (let at: string | null = unit; at !== null; at = outer(at)) {
    const owner = scope.owners.get(at);
    if (owner) return owner;
    if (scope.facts.units[at]?.arrow !== true) return undefined;
  }
  return undefined;
}

const stages = /node_?env|is_?(dev|prod|test)|^(dev|prod|test|development|production)$|\bstage\b|environment|__dev__/i;

/** Whether a test asks for the stage of the deployment. */
export function asksForStage(e: Expr): boolean {
  switch (e.k) {
    case 'binary': case 'logical': return asksForStage(e.l) || asksForStage(e.r);
    case 'unary': case 'cast': return asksForStage(e.e);
    case 'lit': return typeof e.v === 'string' && /^(production|development|test|prod|dev)$/.test(e.v);
    default: return stages.test(dotted(e)?.split('.').at(-1) ?? '');
  }
}
