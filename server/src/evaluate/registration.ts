import type { Expr, Site } from '../model/facts';
import type { Machine } from './machine';
import { namesOf } from './patterns';
import { visitStatements } from './roots';

/**
 * Where a registration is written for a reader. A call whose arguments are parameters of the function around it is a wrapper's
 * (`this.route({ method, path })` inside of `get(path)`): then it is the call of the wrapper that says the path, and so on outwards.
 */
export function registrationSite(m: Machine, site: Site): Site {
  let at = site;
  let best = site;
  for (let i = m.frames.length - 1; i >= 0; i--) {
    const frame = m.frames[i];
    if (!frame?.fn || frame.fn.unit !== at.unit || frame.fn.module.file !== at.file) break;
    const unit = frame.fn.module.facts.units[at.unit];
    const call = callAt(m, at);
    if (!unit || !call) break;
    if (!fromParameters(call, new Set(unit.params.flatMap(param => namesOf(param.pattern))))) break;
    if (!frame.callSite) break;
    at = frame.callSite;
    const outer = callAt(m, at);
    if (outer && saysPath(outer)) best = at;
  }
  return best;
}

type Call = Extract<Expr, { k: 'call' }>;

function callAt(m: Machine, site: Site): Call | undefined {
  const unit = m.program.modules.get(site.file)?.facts.units[site.unit];
  let found: Call | undefined;
  if (unit) visitStatements(unit.body, expr => { if (expr.k === 'call' && expr.n === site.n) found = expr; });
  return found;
}

/** Whether what is registered comes in by parameters: the path argument, or the `path` of an object argument. */
function fromParameters(call: Call, names: ReadonlySet<string>): boolean {
  const [first] = call.args;
  if (!first) return false;
  if (first.k === 'object') return first.props.some(prop => prop.k === 'prop' && (prop.key === 'path' || prop.key === 'url') && rootIn(prop.value, names)) || first.props.some(prop => prop.k === 'spread' && rootIn(prop.e, names));
  return rootIn(first, names);
}

function rootIn(e: Expr, names: ReadonlySet<string>): boolean {
  switch (e.k) {
    case 'id': return names.has(e.name);
    case 'member': return rootIn(e.obj, names);
    case 'template': return e.exprs.length > 0 && e.exprs.some(one => rootIn(one, names));
    case 'binary': return rootIn(e.l, names) || rootIn(e.r, names);
    case 'cast': return rootIn(e.e, names);
    default: return false;
  }
}

/** Whether a call carries a path in its text. */
function saysPath(call: Call): boolean {
  const says = (e: Expr): boolean => (e.k === 'lit' && typeof e.v === 'string') || e.k === 'template'
    || (e.k === 'object' && e.props.some(prop => prop.k === 'prop' && (prop.key === 'path' || prop.key === 'url') && says(prop.value)))
    || (e.k === 'id' && /path|route|url/i.test(e.name)) || (e.k === 'member' && /path|route|url/i.test(e.prop));
  return call.args.some(says);
}
