import { apart } from '../evaluate/apart';
import { decoratorValues } from '../evaluate/classes';
import { childEnv } from '../evaluate/environment';
import { siteOf } from '../evaluate/expressions';
import type { Machine } from '../evaluate/machine';
import type { Program } from '../evaluate/program';
import type { Call, ClassValue, Env, FnValue, ModelType, ModelValue, Value } from '../evaluate/value';
import { alternatives, lit, model, native, object, UNDEFINED } from '../evaluate/value';
import type { Expr, MemberFact, Site } from '../model/facts';

/** For dialects whose routes are decorated classes: what decorators say, asked for when it is needed. */

/** One decorator: what it says, and where it is attached. */
export interface Decorator {
  /** The name of the export that made it: `Get`, `UseGuards`; with its module for other packages: `@nestjs/swagger:ApiOperation`. */
  readonly kind: string;
  readonly args: readonly Value[];
  readonly argSites: readonly (Site | null)[];
  readonly site: Site | null;
}

/** A decorator as it is attached to a class, method or parameter; `attached` is the outermost decorator's expression. */
export interface Attached extends Decorator { readonly attached: Site }

/** What decorators were called on by hand: `SetMetadata('a', 1)(target)`. */
interface Applied { readonly target: Value; readonly key: string | undefined; readonly decorator: Decorator }
interface Memory { readonly applied: Applied[]; readonly classes: Map<ClassValue, readonly Attached[]>; readonly members: Map<FnValue, readonly Attached[]> }

function memoryOf(program: Program): Memory {
  const all = program.collected<Memory>('decorators.memory');
  const [known] = all;
  if (known) return known;
  const made: Memory = { applied: [], classes: new Map(), members: new Map() };
  all.push(made);
  return made;
}

const decoratorType: ModelType<Decorator> = {
  name: 'decorator',
  get: (self, key) => key === 'KEY' ? self.state.args[0] ?? UNDEFINED : undefined,
  call: (self, m, call) => {
    const [target = UNDEFINED, key] = call.args;
    if (target.t === 'model' && target.type.name === 'decorator.target') (target.state as Decorator[]).push(self.state);
    else memoryOf(m.program).applied.push({ target, key: key?.t === 'lit' && typeof key.v === 'string' ? key.v : undefined, decorator: self.state });
    return UNDEFINED;
  },
};

/** A decorator value. */
export function decorator(kind: string, call: Pick<Call, 'args' | 'argSites' | 'site'>): Value {
  return model(decoratorType, { kind, args: call.args, argSites: call.argSites, site: call.site }, call.site) as Value;
}

/** The function that makes decorators of a kind: what `Get` or `UseGuards` is. */
export function decoratorFactory(kind: string): Value {
  return native(kind, (_m, call) => decorator(kind, call));
}

const isDecorator = (v: Value): v is ModelValue<Decorator> & Value => v.t === 'model' && v.type === (decoratorType as ModelType);

/** What a decorator value says, in the order of application; composed ones are taken apart, functions are called on a stand-in. */
function flatten(m: Machine, value: Value, target: Value, depth = 0): Decorator[] {
  if (depth > 8) return [];
  return alternatives(value).flatMap((one): Decorator[] => {
    if (isDecorator(one)) return one.state.kind === 'applyDecorators' ? one.state.args.flatMap(arg => flatten(m, arg, target, depth + 1)) : [one.state];
    if (one.t === 'list') return one.items.flatMap(item => flatten(m, item, target, depth + 1));
    if (one.t === 'fn' || one.t === 'native') {
      const found: Decorator[] = [];
      const standIn = model({ name: 'decorator.target' }, found) as Value;
      m.call(one, [standIn, lit('member'), object([['value', target]])]);
      return found;
    }
    if (one.t === 'sym' && one.op === 'call' && one.base.t === 'sym' && one.base.op === 'import') {
      return [{ kind: `${one.base.module}:${one.base.name}`, args: one.args, argSites: one.args.map(() => null), site: one.site }];
    }
    return [];
  });
}

/** What decorator values say, in the order of application. */
export function decoratorsOf(m: Machine, values: readonly Value[], target: Value): Decorator[] {
  return [...values].reverse().flatMap(value => flatten(m, value, target));
}

function attachedTo(m: Machine, decorators: readonly Expr[], env: Env, target: Value): Attached[] {
  return decoratorValues(m, decorators, env).map((value, index) => {
    const attached = siteOf(env, decorators[index]?.n ?? 0);
    return flatten(m, value, target).map(one => ({ ...one, attached }));
  }).reverse().flat();
}

/** The decorators of a class itself, in the order in which they are applied (the one next to the class first). */
export function classDecorators(m: Machine, cls: ClassValue): readonly Attached[] {
  const memory = memoryOf(m.program);
  let known = memory.classes.get(cls);
  if (!known) {
    known = apart(m, () => attachedTo(m, cls.fact.decorators, cls.env, cls));
    memory.classes.set(cls, known);
  }
  const byHand = memory.applied.filter(one => one.target === cls && one.key === undefined);
  return byHand.length === 0 ? known : [...known, ...byHand.map(one => ({ ...one.decorator, attached: one.decorator.site ?? cls.site }))];
}

/** The fact of a method of a class. */
export function memberFact(cls: ClassValue, fn: FnValue): MemberFact | undefined {
  return cls.fact.members.find(member => member.value?.k === 'fn' && member.value.unit === fn.unit);
}

/** The decorators of a method, in the order in which they are applied. */
export function methodDecorators(m: Machine, fn: FnValue): readonly Attached[] {
  const { home } = fn;
  const member = home ? memberFact(home, fn) : undefined;
  if (!home || !member) return [];
  const memory = memoryOf(m.program);
  let known = memory.members.get(fn);
  if (!known) {
    known = apart(m, () => attachedTo(m, member.decorators, home.env, fn));
    memory.members.set(fn, known);
  }
  return known;
}

/** The decorators of the parameters of a function, per parameter. They belong to the function's unit, so they are not kept. */
export function parameterDecorators(m: Machine, env: Env, unit: string): readonly (readonly Attached[])[] {
  const scope = childEnv(m, env, unit);
  const params = env.module.facts.units[unit]?.params ?? [];
  return apart(m, () => params.map(param => attachedTo(m, param.decorators, scope, UNDEFINED)));
}

/** A class and its ancestors of the workspace, the class first. */
export function lineage(cls: ClassValue): ClassValue[] {
  const out: ClassValue[] = [];
  for (let c: Value | null = cls; c?.t === 'class' && out.length < 20; c = c.parent) out.push(c);
  return out;
}

/** The last decorator of a kind on a class; inherited like metadata is. */
export function classDecorator(m: Machine, cls: ClassValue, kind: string): Attached | undefined {
  for (const one of lineage(cls)) {
    const found = classDecorators(m, one).findLast(each => each.kind === kind);
    if (found) return found;
  }
  return undefined;
}

/** Methods of a class and its ancestors; an overriding one hides what it overrides, with its decorators. */
export function methodsOf(cls: ClassValue): FnValue[] {
  const found = new Map<string, FnValue>();
  for (const one of lineage(cls)) for (const [name, member] of one.members) if (member.kind === 'method' && !found.has(name)) found.set(name, member.fn);
  return [...found.values()];
}
