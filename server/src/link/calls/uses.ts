import type { Result } from '../../model/calls';
import type { Expr, Pattern } from '../../model/facts';
import type { Around, FileScope } from './scope';
import { asksForStage, bindingOf, dotted, within } from './scope';

interface Uses { readonly reads: Set<string>; readonly into: Set<string>; readonly passed: Set<string>; returned: boolean }

/** What becomes of an expression's value: what is read of it, where it goes. A variable that it is bound to is followed once. */
export function resultOf(scope: FileScope, e: Expr, up: Around | null, unit: string): Result {
  const uses: Uses = { reads: new Set(), into: new Set(), passed: new Set(), returned: false };
  climb(scope, e, up, unit, '', uses, 2);
  return { reads: [...uses.reads], into: [...uses.into], passed: [...uses.passed], returned: uses.returned };
}

/** What is read from here on is not the result's own. */
const ELSEWHERE = '()';

/** Notes that a name is read, and gives the path to it. */
function reading(uses: Uses, path: string, name: string): string {
  if (path === ELSEWHERE) return path;
  const full = path === '' ? name : `${path}.${name}`;
  uses.reads.add(full);
  return full;
}

/** `path` is what was read from the value so far. */
function climb(scope: FileScope, from: Expr, above: Around | null, unit: string, path: string, uses: Uses, variables: number): void {
  let e = from;
  let read = path;
  for (let up = above; up; up = up.up) switch (up.role) {
    case 'expr': {
      const { node } = up;
      if (node.k === 'member' && node.obj === e) read = reading(uses, read, node.prop);
      else if (node.k === 'index' && node.obj === e) read = reading(uses, read, node.prop.k === 'lit' ? String(node.prop.v) : '[]');
      else if ((node.k === 'call' || node.k === 'new') && node.callee !== e) {
        const callee = dotted(node.callee) ?? '()';
        uses.passed.add(callee);
        // What is made of it goes where the call's own result goes: `String(token)`, `wrap(token)`; but what is read there is not its own.
        read = ELSEWHERE;
      } else if (node.k === 'unary' || node.k === 'logical' && node.l === e && node.op === '&&' || node.k === 'cond' && node.test === e) return;
      e = node;
      break;
    }
    case 'prop': {
      const { node } = up;
      if (node.k === 'prop' && typeof node.key === 'string') uses.into.add(node.key);
      else if (node.k === 'spread') reading(uses, read, '...');
      break;
    }
    case 'bound': bound(scope, up.node, unit, read, uses, variables); return;
    case 'member': if (typeof up.node.key === 'string') uses.into.add(up.node.key); return;
    case 'stmt': if (up.node.k === 'return') uses.returned = true; return;
    case 'decorator': return;
  }
  // The expression body of an arrow function.
}

function bound(scope: FileScope, target: Pattern, unit: string, read: string, uses: Uses, variables: number): void {
  switch (target.k) {
    case 'default': bound(scope, target.target, unit, read, uses, variables); return;
    case 'object': for (const { key, value } of target.props) {
      const inner = reading(uses, read, typeof key === 'string' ? key : '[]');
      bound(scope, value, unit, inner, uses, variables);
    }
    if (target.rest) bound(scope, target.rest, unit, read, uses, variables);
    return;
    case 'array': for (const item of target.items) if (item) bound(scope, item, unit, read, uses, variables); return;
    case 'expr': uses.into.add(dotted(target.e) ?? '?'); return;
    case 'id': {
      uses.into.add(target.name);
      if (variables === 0) return;
      const own = bindingOf(scope, target.name, unit, Number.MAX_SAFE_INTEGER);
      for (const one of scope.names.get(target.name) ?? []) {
        if (!within(one.unit, own && 'unit' in own ? own.unit : unit) || one.e.n === target.n && one.unit === unit) continue;
        climb(scope, one.e, one.up, one.unit, read, uses, variables - 1);
      }
    }
  }
}

/** Whether a branch around asks for the stage of the deployment; functions around count too. */
export function isStaged(scope: FileScope, above: Around | null, unit: string): boolean {
  for (let up = above, at = unit; ;) {
    for (; up; up = up.up) {
      if (up.role === 'stmt' && up.node.k === 'if' && asksForStage(up.node.test)) return true;
      if (up.role === 'expr' && up.node.k === 'cond' && asksForStage(up.node.test)) return true;
    }
    const fn = scope.functions.get(at);
    if (!fn) return false;
    ({ up, unit: at } = fn);
  }
}

/** Names of the functions around a unit, innermost first; a function without a name is called after what it is given to or bound to. */
export function functionsAround(scope: FileScope, unit: string): readonly string[] {
  const names: string[] = [];
  for (let at: string | null = unit; at !== null && at !== '';) {
    const name = scope.facts.units[at]?.name;
    if (name !== null && name !== undefined) names.push(name);
    const owner = scope.owners.get(at);
    if (owner?.cls.name !== undefined && owner.cls.name !== null) names.push(owner.cls.name);
    at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '';
  }
  return names;
}
