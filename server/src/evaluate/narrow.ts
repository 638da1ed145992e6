import type { Expr } from '../model/facts';
import { assign, childEnv, declare, lookup, scopeOf } from './environment';
import type { Machine } from './machine';
import { joined } from './path';
import { truthOf } from './truth';
import type { Env, Value } from './value';
import { union } from './value';

/**
 * After a test went one way, the variables that it tested alone (`x`, `!x`, `x.ok`, `x === null`, `x instanceof Y`) keep only the
 * alternatives that go that way.
 */
export function narrow(m: Machine, test: Expr, taken: boolean, env: Env): void {
  if (test.k === 'unary' && test.op === '!') { narrow(m, test.e, !taken, env); return; }
  if (test.k === 'cast') { narrow(m, test.e, taken, env); return; }
  if (test.k === 'logical' && test.op !== '??') {
    if (taken !== (test.op === '&&')) return;
    narrow(m, test.l, taken, env);
    narrow(m, test.r, taken, env);
    return;
  }
  const name = subjectOf(test);
  const value = name === undefined ? undefined : lookup(m, env, name);
  if (name === undefined || value?.t !== 'union' || !scopeOf(env, name)) return;
  const fits = (one: Value): boolean => {
    const scope = childEnv(m, env);
    declare(m, scope, name, one);
    return truthOf(m.evaluate(test, scope)) !== !taken;
  };
  const kept = value.of.filter(fits);
  if (kept.length === 0 || kept.length === value.of.length) return;
  const left = new Set(kept);
  assign(m, env, name, value.ways ? joined(value.ways.filter(way => left.has(way.value))) : union(kept));
}

/** The only variable that a test without effects depends on. */
function subjectOf(e: Expr): string | undefined {
  switch (e.k) {
    case 'id': return e.name === 'undefined' ? undefined : e.name;
    case 'member': return subjectOf(e.obj);
    case 'cast': return subjectOf(e.e);
    case 'unary': return e.op === '!' || e.op === 'typeof' ? subjectOf(e.e) : undefined;
    case 'binary': {
      if (e.op === 'instanceof') return subjectOf(e.l);
      if (e.op === 'in') return isConstant(e.l) ? subjectOf(e.r) : undefined;
      if (!['===', '!==', '==', '!='].includes(e.op)) return undefined;
      return isConstant(e.r) ? subjectOf(e.l) : isConstant(e.l) ? subjectOf(e.r) : undefined;
    }
    default: return undefined;
  }
}

const isConstant = (e: Expr): boolean => e.k === 'lit' || e.k === 'undef' || (e.k === 'id' && e.name === 'undefined');
