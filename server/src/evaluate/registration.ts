import type { Expr, Site, Unit } from '../model/facts';
import type { Machine } from './machine';
import { namesOf } from './patterns';
import { visitStatements } from './roots';

/**
 * Where a registration is written for a reader. A call whose path ends with a parameter of the function around it is a wrapper's
 * (`this.route({ method, path })` inside of `get(path)`): then it is the call of the wrapper that says the path, and so on outwards. A
 * function that writes the end of the path itself (`${base}/login`) is the place, whoever calls it.
 */
export function registrationSite(m: Machine, site: Site): Site {
  let at = site;
  let path = pathOf(callAt(m, at)?.args[0]);
  for (let i = m.frames.length - 1; i >= 0; i--) {
    const frame = m.frames[i];
    const unit = frame?.fn?.module.facts.units[at.unit];
    if (!frame?.fn || !frame.callSite || !unit || !path || frame.fn.unit !== at.unit || frame.fn.module.file !== at.file) break;
    const source = sourceOf(path, originsOf(unit));
    const outer = callAt(m, frame.callSite);
    if (!source || !outer || isCallback(outer, frame.fn.unit, frame.fn.name)) break;
    const given = outer.args[source.index];
    path = given?.k === 'object' ? pathOf(given, source.key) : given;
    if (!path || !(saysPath(path) || (isPlain(path) && (source.whole || isOwnMethod(outer))))) break;
    at = frame.callSite;
  }
  return at;
}

type Call = Extract<Expr, { k: 'call' }>;

/** Which argument a name comes from; `whole` says that it is the argument itself, not a part of it. */
interface Origin { readonly index: number; readonly whole: boolean; readonly key?: string }

function callAt(m: Machine, site: Site): Call | undefined {
  const unit = m.program.modules.get(site.file)?.facts.units[site.unit];
  let found: Call | undefined;
  if (unit) visitStatements(unit.body, expr => { if (expr.k === 'call' && expr.n === site.n) found = expr; });
  return found;
}

/** The path in what is registered: the argument itself, or what an object argument has under `path`, `url` or a name. */
function pathOf(e: Expr | undefined, key = 'path'): Expr | undefined {
  if (e?.k !== 'object') return e?.k === 'spread' ? e.e : e;
  for (const name of [key, 'path', 'url']) for (const prop of e.props) if (prop.k === 'prop' && prop.key === name) return prop.value;
  const spread = e.props.find(prop => prop.k === 'spread');
  return spread?.k === 'spread' ? spread.e : undefined;
}

/** Where the names of a function come from: its parameters, and constants that are made of them. */
function originsOf(unit: Unit): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const [index, param] of unit.params.entries()) {
    const target = param.pattern.k === 'default' ? param.pattern.target : param.pattern;
    for (const name of namesOf(param.pattern)) origins.set(name, { index, whole: target.k === 'id', ...target.k === 'id' ? {} : { key: name } });
  }
  for (const stmt of unit.body) if (stmt.k === 'var') for (const { target, init } of stmt.decls) {
    const source = init ? sourceOf(init, origins) : undefined;
    if (source) for (const name of namesOf(target)) if (!origins.has(name)) origins.set(name, { ...source, ...target.k === 'id' ? {} : { whole: false, key: name } });
  }
  return origins;
}

/** The parts that a text is put together from, in order. */
function partsOf(e: Expr): readonly (string | Expr)[] {
  if (e.k === 'template') return e.quasis.flatMap((text, index) => { const next = e.exprs[index]; return next ? [text, ...partsOf(next)] : [text]; });
  if (e.k === 'binary' && e.op === '+') return [...partsOf(e.l), ...partsOf(e.r)];
  if (e.k === 'cast') return partsOf(e.e);
  return [e.k === 'lit' && typeof e.v === 'string' ? e.v : e];
}

/** The argument that the end of a path comes from; undefined where the end is written here. */
function sourceOf(path: Expr, origins: ReadonlyMap<string, Origin>): Origin | undefined {
  for (const part of [...partsOf(path)].reverse()) {
    if (typeof part === 'string') {
      if (/[^/]/.test(part)) return undefined;
      continue;
    }
    const found = rootOf(part, origins);
    if (found) return found;
  }
  return undefined;
}

function rootOf(e: Expr, origins: ReadonlyMap<string, Origin>): Origin | undefined {
  switch (e.k) {
    case 'id': return origins.get(e.name);
    case 'member': {
      const root = rootOf(e.obj, origins);
      return root && { ...root, whole: false, key: e.prop };
    }
    case 'logical': return rootOf(e.l, origins);
    case 'cast': return rootOf(e.e, origins);
    default: return undefined;
  }
}

/** Whether a function was handed to the call, which then calls it back: it says nothing about what it is called with. */
function isCallback(call: Call, unit: string, name: string | null): boolean {
  return call.args.some(arg => (arg.k === 'fn' && arg.unit === unit) || (arg.k === 'id' && arg.name === name));
}

/** A call of `this.…` or `super(…)`. */
const isOwnMethod = ({ callee }: Call): boolean => callee.k === 'super' || (callee.k === 'member' && (callee.obj.k === 'this' || callee.obj.k === 'super'));

const isPlain = (e: Expr): boolean => e.k === 'id' || e.k === 'member' || e.k === 'binary';

/** Whether an argument carries a path by its text or by its name. */
function saysPath(e: Expr): boolean {
  return (e.k === 'lit' && typeof e.v === 'string') || e.k === 'template' || partsOf(e).some(part => typeof part === 'string')
    || (e.k === 'id' && /path|route|url/i.test(e.name)) || (e.k === 'member' && /path|route|url/i.test(e.prop));
}
