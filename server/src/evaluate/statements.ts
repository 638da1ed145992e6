import type { Expr, Pattern, Site, Stmt } from '../model/facts';
import { closure } from './calls';
import { defineClass } from './classes';
import { childEnv, declare, declareVar } from './environment';
import { forElement } from './element';
import { evaluate, siteOf } from './expressions';
import type { Frame, Machine, Thrown } from './machine';
import { step } from './machine';
import { narrow } from './narrow';
import { binary } from './operators';
import { conditions, joinAll, joined, type Path } from './path';
import { assignPattern, namesOf } from './patterns';
import { elementsOf } from './properties';
import { truthOf } from './truth';
import type { Env, Value } from './value';
import { derived, hole, lit, object, UNDEFINED } from './value';

/** The most rounds of a loop over something known. */
const MAX_ROUNDS = 300;

/** Runs statements in a scope; ends early when the run is no longer alive. Functions and classes are known from the start. */
export function runBlock(m: Machine, body: readonly Stmt[], env: Env): void {
  for (const stmt of body) if (stmt.k === 'fn') declare(m, env, stmt.name, closure(env, stmt.unit, siteOf(env, stmt.n)));
  for (const stmt of body) {
    if (!m.alive || !step(m)) return;
    run(m, stmt, env);
  }
}

const frameOf = (m: Machine): Frame | undefined => m.frames[m.frames.length - 1];

/** A scope for a block: its own only where it declares something. */
function blockEnv(m: Machine, env: Env, body: readonly Stmt[]): Env {
  for (const stmt of body) if (stmt.k === 'var' || stmt.k === 'fn' || stmt.k === 'class' || stmt.k === 'enum' || stmt.k === 'exportDefault') return childEnv(m, env);
  return env;
}

// No function is made in here: one that saw the parameters would cost every statement its scope.
function run(m: Machine, stmt: Stmt, env: Env): void {
  switch (stmt.k) {
    case 'expr': evaluate(m, stmt.e, env); return;
    case 'var':
      for (const decl of stmt.decls) {
        if (!decl.init && stmt.kind === 'var') {
          for (const name of namesOf(decl.target)) if (!env.vars.has(name)) declareVar(m, env, name, UNDEFINED);
          continue;
        }
        const value = decl.init ? named(m, decl.target, decl.init, env) : UNDEFINED;
        assignPattern(m, decl.target, value, env, stmt.kind === 'var' ? 'var' : 'declare');
      }
      return;
    case 'fn': return;
    case 'class': declare(m, env, stmt.name, defineClass(m, stmt.cls, env, siteOf(env, stmt.n), stmt.name)); return;
    case 'enum': runEnum(m, stmt, env); return;
    case 'if': {
      const test = evaluate(m, stmt.test, env);
      const truth = truthOf(test);
      if (truth !== undefined) {
        const body = truth ? stmt.yes : stmt.no;
        runBlock(m, body, blockEnv(m, env, body));
      } else bothWays(m, stmt, test, env);
      return;
    }
    case 'forOf': runForOf(m, stmt, env); return;
    case 'forIn': runForIn(m, stmt, env); return;
    case 'for': case 'while': runShared(m, stmt, env); return;
    case 'return': {
      const value = stmt.e ? evaluate(m, stmt.e, env) : UNDEFINED;
      if (m.alive) frameOf(m)?.returns.push({ value, path: m.path });
      m.alive = false;
      return;
    }
    case 'throw': {
      m.throw(evaluate(m, stmt.e, env), siteOf(env, stmt.n));
      return;
    }
    case 'try': runTry(m, stmt, env, siteOf(env, stmt.n)); return;
    case 'switch': runSwitch(m, stmt, env, siteOf(env, stmt.n)); return;
    case 'block': {
      const frame = frameOf(m);
      if (stmt.label !== null && frame && stmt.body.length === 1 && ['for', 'forOf', 'forIn', 'while'].includes(stmt.body[0]?.k ?? '')) frame.pendingLabel = stmt.label;
      const loop = stmt.body.length === 1 && ['for', 'forOf', 'forIn', 'while'].includes(stmt.body[0]?.k ?? '');
      if (stmt.label === null || loop || !frame) { runBlock(m, stmt.body, blockEnv(m, env, stmt.body)); return; }
      // `label: { … break label; … }`
      const target = { label: stmt.label, loop: false, breaks: [] as Path[], continues: [] as Path[] };
      frame.loops.push(target);
      runBlock(m, stmt.body, childEnv(m, env));
      frame.loops.pop();
      rejoin(m, target.breaks);
      return;
    }
    case 'break': case 'continue': leave(m, stmt); return;
    case 'exportDefault': declare(m, env, '*default*', evaluate(m, stmt.e, env)); return;
  }
}

function runEnum(m: Machine, stmt: Extract<Stmt, { k: 'enum' }>, env: Env): void {
  let next = 0;
  const out = object([], siteOf(env, stmt.n));
  for (const member of stmt.members) {
    const value = member.init ? evaluate(m, member.init, childWith(m, env, out)) : lit(next);
    if (value.t === 'lit' && typeof value.v === 'number') next = value.v + 1;
    out.props.set(member.name, value);
    if (value.t === 'lit' && typeof value.v === 'number') out.props.set(String(value.v), lit(member.name));
  }
  declare(m, env, stmt.name, out);
}

function bothWays(m: Machine, stmt: Extract<Stmt, { k: 'if' }>, test: Value, env: Env): void {
  const at = siteOf(env, stmt.n);
  m.fork([
    { conditions: conditions(test, true, at), run: () => { narrow(m, stmt.test, true, env); runBlock(m, stmt.yes, blockEnv(m, env, stmt.yes)); return UNDEFINED; } },
    { conditions: conditions(test, false, at), run: () => { narrow(m, stmt.test, false, env); runBlock(m, stmt.no, blockEnv(m, env, stmt.no)); return UNDEFINED; } },
  ]);
}

function runForOf(m: Machine, stmt: Extract<Stmt, { k: 'forOf' | 'forIn' }>, env: Env): void {
  const elements = elementsOf(m, evaluate(m, stmt.of, env));
  sharing(m, () => { loop(m, env, elements.items.slice(0, MAX_ROUNDS), !elements.known, (item, scope) => {
    assignPattern(m, stmt.target, item, scope, stmtBinding(stmt.target));
    runBlock(m, stmt.body, childEnv(m, scope));
  }); });
}

function runForIn(m: Machine, stmt: Extract<Stmt, { k: 'forOf' | 'forIn' }>, env: Env): void {
  const on = evaluate(m, stmt.of, env);
  const keys = on.t === 'object' && !on.open ? [...on.props.keys()].map(key => lit(key)) : on.t === 'list' ? on.items.map((_, i) => lit(String(i)))
    : on.t === 'namespace' ? m.program.exportNames(on.module).map(key => lit(key)) : null;
  loop(m, env, keys ?? [derived('key', [on])], keys === null, (item, scope) => {
    assignPattern(m, stmt.target, item, scope, stmtBinding(stmt.target));
    runBlock(m, stmt.body, childEnv(m, scope));
  });
}

function runShared(m: Machine, stmt: Extract<Stmt, { k: 'for' | 'while' }>, env: Env): void {
  sharing(m, () => { runLoop(m, stmt, env); });
}

function leave(m: Machine, stmt: Extract<Stmt, { k: 'break' | 'continue' }>): void {
  const loops = frameOf(m)?.loops ?? [];
  const target = [...loops].reverse().find(one => stmt.label === null ? one.loop || (stmt.k === 'break' && one.label === null) : one.label === stmt.label);
  if (m.alive && target) (stmt.k === 'break' ? target.breaks : target.continues).push(m.path);
  m.alive = false;
}

/** `for (const x of …)` declares, `for (x.y of …)` assigns. */
const stmtBinding = (target: Pattern): 'declare' | 'assign' => target.k === 'expr' ? 'assign' : 'declare';

/** The value of an initialiser; functions and classes without a name get the variable's. */
function named(m: Machine, target: Pattern, init: Expr, env: Env): Value {
  const value = init.k === 'class' && init.cls.name === null && target.k === 'id' ? defineClass(m, init.cls, env, siteOf(env, init.n), target.name) : evaluate(m, init, env);
  return value.t === 'fn' && value.name === null && target.k === 'id' && init.k === 'fn' ? { ...value, name: target.name } : value;
}

function childWith(m: Machine, env: Env, members: { readonly props: ReadonlyMap<string, Value> }): Env {
  const scope = childEnv(m, env);
  for (const [name, value] of members.props) declare(m, scope, name, value);
  return scope;
}

/** Runs a loop on a share of the steps that are left: no loop may use up what comes after it. */
function sharing(m: Machine, run: () => void): void {
  const kept = m.fuel >> 2;
  m.fuel -= kept;
  run();
  m.fuel += kept;
}

/** Runs a body once per item; when there may be others or none, the whole of it may not happen. */
function loop(m: Machine, env: Env, items: readonly Value[], uncertain: boolean, body: (item: Value, scope: Env) => void): void {
  const frame = frameOf(m);
  const target = { label: frame?.pendingLabel ?? null, loop: true, breaks: [] as Path[], continues: [] as Path[] };
  if (frame) frame.pendingLabel = null;
  const rounds = (): void => {
    frame?.loops.push(target);
    for (const item of items) {
      if (!m.alive) break;
      target.continues.length = 0;
      body(item, childEnv(m, env));
      rejoin(m, target.continues);
    }
    frame?.loops.pop();
    rejoin(m, target.breaks);
  };
  const [only = UNDEFINED, ...others] = items;
  if (!uncertain) rounds();
  else forElement(m, others.length === 0 ? only : UNDEFINED, () => { rounds(); return UNDEFINED; });
}

function rejoin(m: Machine, ways: readonly Path[]): void {
  if (ways.length === 0) return;
  m.path = joinAll(m.alive ? [m.path, ...ways] : ways);
  m.alive = true;
}

function runLoop(m: Machine, stmt: Extract<Stmt, { k: 'for' | 'while' }>, env: Env): void {
  let scope = childEnv(m, env);
  if (stmt.k === 'for') runBlock(m, stmt.init, scope);
  // Each round has its own `let` variables, for the functions that are made in it.
  const own = stmt.k === 'for' && stmt.init.some(one => one.k === 'var' && one.kind === 'let');
  const nextScope = (): void => {
    const next = childEnv(m, env);
    for (const [name, value] of scope.vars) declare(m, next, name, value);
    scope = next;
  };
  const frame = frameOf(m);
  const target = { label: frame?.pendingLabel ?? null, loop: true, breaks: [] as Path[], continues: [] as Path[] };
  if (frame) frame.pendingLabel = null;
  const round = (): void => {
    target.continues.length = 0;
    runBlock(m, stmt.body, childEnv(m, scope));
    rejoin(m, target.continues);
    if (own && m.alive) nextScope();
    if (stmt.k === 'for' && stmt.step && m.alive) evaluate(m, stmt.step, scope);
  };
  frame?.loops.push(target);
  for (let rounds = 0; m.alive && rounds < MAX_ROUNDS; rounds++) {
    if (!step(m)) break;
    const first = rounds === 0 && stmt.k === 'while' && stmt.post;
    const truth = first || !stmt.test ? true : truthOf(evaluate(m, stmt.test, scope));
    if (truth === false) break;
    if (truth === true) {
      // `while (true)` ends only by its own exits, whose conditions are unknown: one round shows them.
      if (rounds > 0 && target.breaks.length > 0) { m.alive = false; break; }
      round();
      continue;
    }
    m.fork([{ run: () => { round(); return UNDEFINED; } }, { run: () => UNDEFINED }], false);
    break;
  }
  frame?.loops.pop();
  rejoin(m, target.breaks);
}

function runTry(m: Machine, stmt: Extract<Stmt, { k: 'try' }>, env: Env, site: Site): void {
  const outer = m.thrown;
  const thrown: Thrown[] = [];
  const handler = stmt.handler;
  if (handler) {
    const frame = frameOf(m);
    const exits = (): number => (frame?.returns.length ?? 0) + (frame?.loops ?? []).reduce((sum, one) => sum + one.breaks.length + one.continues.length, 0);
    const before = exits();
    const unknown = m.unknown;
    let surely = false;
    const handle = (): void => {
      const scope = childEnv(m, env);
      // Something else may have thrown where calls are not known.
      const others = surely && m.unknown === unknown ? [] : [hole('what was thrown', site)];
      if (stmt.param) assignPattern(m, stmt.param, joined([...thrown, ...others.map(value => ({ value, path: m.path }))]), scope, 'declare');
      runBlock(m, handler, scope);
    };
    m.fork([
      {
        run: () => {
          m.thrown = thrown;
          m.trying++;
          runBlock(m, stmt.body, childEnv(m, env));
          m.trying--;
          m.thrown = outer;
          // What is caught was still refused there: whoever judges the run wants to know.
          for (const one of thrown) m.events.push({ kind: 'throw', value: one.value, status: null, path: one.path, site: one.site, via: 'caught' });
          surely = !m.alive && thrown.length > 0 && exits() === before;
          if (!surely) return UNDEFINED;
          // It always throws: the handler goes on from there.
          m.alive = true;
          m.path = joinAll(thrown.map(one => one.path));
          m.assume({ kind: 'caught', site });
          handle();
          return UNDEFINED;
        },
      },
      {
        conditions: [{ kind: 'caught', site }],
        run: () => {
          if (surely) m.alive = false;
          else handle();
          return UNDEFINED;
        },
      },
    ], false);
  } else runBlock(m, stmt.body, childEnv(m, env));
  if (!stmt.finalizer) return;
  if (m.alive) runBlock(m, stmt.finalizer, childEnv(m, env));
  else {
    // The finaliser runs all the same; it does not revive the way.
    m.alive = true;
    runBlock(m, stmt.finalizer, childEnv(m, env));
    m.alive = false;
  }
}

function runSwitch(m: Machine, stmt: Extract<Stmt, { k: 'switch' }>, env: Env, site: Site): void {
  const on = evaluate(m, stmt.on, env);
  const scope = childEnv(m, env);
  const frame = frameOf(m);
  const target = { label: null, loop: false, breaks: [] as Path[], continues: [] as Path[] };
  const runFrom = (index: number): void => {
    frame?.loops.push(target);
    for (const one of stmt.cases.slice(index)) {
      if (!m.alive) break;
      runBlock(m, one.body, scope);
    }
    frame?.loops.pop();
  };
  const branches: { conditions: ReturnType<typeof conditions>; run: () => Value }[] = [];
  const enter = (index: number) => (): Value => {
    target.breaks.length = 0;
    runFrom(index);
    rejoin(m, target.breaks);
    return UNDEFINED;
  };
  const before: ReturnType<typeof conditions> = [];
  for (const [index, one] of stmt.cases.entries()) {
    if (!one.test) continue;
    const test = binary('===', on, evaluate(m, one.test, scope), site);
    const truth = truthOf(test);
    if (truth === false) continue;
    if (truth === true && branches.length === 0) { enter(index)(); return; }
    branches.push({ conditions: [...before, ...conditions(test, true, site)], run: enter(index) });
    before.push(...conditions(test, false, site));
  }
  const fallback = stmt.cases.findIndex(one => !one.test);
  const otherwise = fallback >= 0 ? enter(fallback) : (): Value => UNDEFINED;
  if (branches.length === 0) otherwise();
  else m.fork([...branches, { conditions: before, run: otherwise }]);
}
