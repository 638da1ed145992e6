import type { ClassFact, Expr, MemberFact, Site } from '../model/facts';
import { callFunction, closure } from './calls';
import { childEnv, declare } from './environment';
import { evaluate, siteOf } from './expressions';
import type { Machine } from './machine';
import { keyOf } from './properties';
import type { ClassValue, Env, FnValue, InstanceValue, Value } from './value';
import { UNDEFINED } from './value';

/** Evaluates a class declaration or expression. */
export function defineClass(m: Machine, fact: ClassFact, env: Env, site: Site, name = fact.name): ClassValue {
  const scope = childEnv(m, env);
  const parent = fact.extends ? evaluate(m, fact.extends, env) : null;
  const only = parent?.t === 'union' ? parent.of.find(one => one.t === 'class') ?? parent : parent;
  const cls: ClassValue = { t: 'class', module: env.module, fact, env: scope, unit: env.unit, parent: only, statics: new Map(), site, members: new Map(), name, accessors: new Map() };
  if (fact.name !== null) declare(m, scope, fact.name, cls);
  for (const member of fact.members) {
    const key = memberKey(m, member, scope);
    if (key === undefined || member.value?.k !== 'fn') continue;
    if (member.kind !== 'method' && member.kind !== 'get' && member.kind !== 'set') continue;
    const fn: FnValue = { ...closure(scope, member.value.unit, siteOf(env, member.n)), name: key, home: cls };
    if (member.kind === 'set' || (member.static && member.kind === 'get')) cls.accessors?.set(`${member.static ? 'static ' : ''}${member.kind} ${key}`, fn);
    else if (member.static) cls.statics.set(key, fn);
    else cls.members.set(key, { kind: member.kind, fn });
  }
  const self = childEnv(m, scope, scope.unit);
  declare(m, self, 'this', cls);
  for (const member of fact.members) {
    if (!member.static) continue;
    if (member.kind === 'property') {
      const key = memberKey(m, member, scope);
      if (key !== undefined) m.heap.set(cls.statics, key, member.value ? evaluate(m, member.value, self) : UNDEFINED);
    } else if (member.kind === 'static-block' && member.value?.k === 'fn') callFunction(m, closure(scope, member.value.unit, siteOf(env, member.n)), [], cls, site);
  }
  m.program.collected<ClassValue>('class').push(cls);
  // Decorators of libraries act when they are asked for; those of the workspace may register something, so they run.
  return cls;
}

/** The name of a member; undefined when it is computed and unknown. */
export function memberKey(m: Machine, member: MemberFact, env: Env): string | undefined {
  return typeof member.key === 'string' ? member.key : keyOf(evaluate(m, member.key, env));
}

/** Runs the property initialisers and the constructor of a class on an instance. */
export function instantiate(m: Machine, self: InstanceValue, cls: Value, args: readonly Value[], site: Site | null): void {
  if (cls.t !== 'class') {
    // A library's constructor: what it makes answers for what the workspace's classes do not define.
    const base = m.construct(cls, args, site);
    if (base.t === 'model' || base.t === 'sym' || base.t === 'instance' || base.t === 'object') (self as { base: Value | null }).base = base;
    return;
  }
  const own = cls.fact.members.find(member => member.kind === 'constructor' && member.value?.k === 'fn');
  if (!own || own.value?.k !== 'fn') {
    if (cls.parent) instantiate(m, self, cls.parent, args, site);
    initialise(m, self, cls);
    return;
  }
  // With a parent, `super()` runs the initialisers.
  if (!cls.parent) initialise(m, self, cls);
  callFunction(m, { ...closure(cls.env, own.value.unit, cls.site), home: cls, name: 'constructor' }, args, self, site);
}

/** Runs the property initialisers of a class on an instance. */
export function initialise(m: Machine, self: InstanceValue, cls: ClassValue): void {
  const scope = childEnv(m, cls.env, cls.env.unit);
  declare(m, scope, 'this', self);
  for (const member of cls.fact.members) {
    if (member.static || member.kind !== 'property' || !member.value) continue;
    const key = memberKey(m, member, scope);
    if (key !== undefined) m.heap.set(self.props, key, evaluate(m, member.value, scope));
  }
}

/** The values of decorators as written, outermost first. */
export function decoratorValues(m: Machine, decorators: readonly Expr[], env: Env): Value[] {
  return decorators.map(decorator => evaluate(m, decorator, env));
}
