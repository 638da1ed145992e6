import { apart } from '../evaluate/apart';
import { decoratorValues, instantiate, memberKey } from '../evaluate/classes';
import { childEnv, lookup } from '../evaluate/environment';
import type { Machine } from '../evaluate/machine';
import type { ClassValue, Env, InstanceValue, Value } from '../evaluate/value';
import { hole, UNDEFINED } from '../evaluate/value';
import type { Site, TypeRef } from '../model/facts';
import { NOWHERE } from '../model/facts';
import { decoratorsOf, lineage, parameterDecorators, type Attached } from './decorators';

/** How a token is provided. */
export interface Provider { readonly token: Value; readonly kind: 'class' | 'value' | 'factory' | 'existing'; readonly value: Value; readonly inject: readonly Value[] }

/** Providers by token, and the instances that were made of them. Instances are made once, when somebody needs them. */
export interface Container {
  readonly providers: Map<unknown, Provider>;
  readonly instances: Map<unknown, Value>;
  /** What a text stands for that no module provides: a framework's own. */
  readonly named?: (m: Machine, name: string) => Value | undefined;
}

/** A container without providers. */
export function createContainer(named?: Container['named']): Container {
  return { providers: new Map(), instances: new Map(), ...named ? { named } : {} };
}

/** Texts are equal by content, everything else by identity. */
const keyOf = (token: Value): unknown => token.t === 'lit' ? token.v : token;

/** The target of `forwardRef(() => X)`, or the value itself. */
export function referenced(m: Machine, value: Value): Value {
  return value.t === 'model' && value.type.name === 'forwardRef' ? apart(m, () => m.call(value.state as Value, [])) : value;
}

/** A provider as a module lists it; undefined for what says no token. */
export function providerOf(m: Machine, given: Value): Provider | undefined {
  if (given.t === 'class') return { token: given, kind: 'class', value: given, inject: [] };
  if (given.t !== 'object') return undefined;
  const token = given.props.get('provide');
  if (!token) return undefined;
  const useClass = given.props.get('useClass');
  if (useClass) return { token, kind: 'class', value: useClass, inject: [] };
  const existing = given.props.get('useExisting');
  if (existing) return { token, kind: 'existing', value: existing, inject: [] };
  const factory = given.props.get('useFactory');
  const inject = given.props.get('inject');
  if (factory) return { token, kind: 'factory', value: factory, inject: inject?.t === 'list' ? inject.items : [] };
  return { token, kind: 'value', value: m.get(given, 'useValue'), inject: [] };
}

/** Adds a provider; the first one of a token stays. */
export function provide(container: Container, provider: Provider): void {
  const key = keyOf(provider.token);
  if (!container.providers.has(key)) container.providers.set(key, provider);
}

/** The value that is injected for a token. */
export function resolveToken(m: Machine, container: Container, wanted: Value, site: Site | null = null): Value {
  const given = referenced(m, wanted);
  const token = given.t === 'object' ? referenced(m, given.props.get('token') ?? given) : given;
  const key = keyOf(token);
  const made = container.instances.get(key);
  if (made) return made;
  const provider = container.providers.get(key);
  if (!provider) return withoutProvider(m, container, token, site);
  if (provider.kind === 'class' && provider.value === token) return withoutProvider(m, container, token, site);
  container.instances.set(key, hole('a provider that needs itself', site));
  const value = makeOf(m, container, provider, site);
  container.instances.set(key, value);
  return value;
}

function makeOf(m: Machine, container: Container, provider: Provider, site: Site | null): Value {
  switch (provider.kind) {
    case 'value': return provider.value;
    case 'existing': case 'class': return resolveToken(m, container, provider.value, site);
    case 'factory': {
      const args = provider.inject.map(one => resolveToken(m, container, one, site));
      return apart(m, () => m.call(provider.value, args));
    }
  }
}

/** What a class, a library's class or an unknown token is when no module provides it. */
function withoutProvider(m: Machine, container: Container, token: Value, site: Site | null): Value {
  switch (token.t) {
    case 'class': return token.fact.abstract ? hole(`nothing provides ${token.name ?? 'the class'}`, site) : instanceOf(m, container, token);
    case 'native': {
      const made = apart(m, () => m.construct(token, [], site));
      container.instances.set(token, made);
      return made;
    }
    case 'sym': {
      if (token.op !== 'import') return token;
      const known = m.program.environment.models.typedValue({ name: token.name, specifier: token.module }, site ?? NOWHERE);
      return known ?? { t: 'sym', op: 'new', base: token, args: [], site };
    }
    case 'lit': return container.named?.(m, String(token.v)) ?? hole(`nothing provides '${String(token.v)}'`, site);
    case 'model': case 'instance': return token;
    default: return hole('an injected value', site);
  }
}

/** The instance of a class of the workspace, with its dependencies. It is known before it is complete, because classes may need each other. */
export function instanceOf(m: Machine, container: Container, cls: ClassValue): Value {
  const known = container.instances.get(cls);
  if (known) return known;
  const self: InstanceValue = { t: 'instance', cls, props: new Map(), base: null, site: cls.site };
  container.instances.set(cls, self);
  const args = argumentsOf(m, container, cls);
  apart(m, () => { instantiate(m, self, cls, args, cls.site); });
  injectProperties(m, container, cls, self);
  return self;
}

/** The values of the constructor's parameters; those of the nearest ancestor that has a constructor. */
function argumentsOf(m: Machine, container: Container, cls: ClassValue): Value[] {
  for (const one of lineage(cls)) {
    const own = one.fact.members.find(member => member.kind === 'constructor' && member.value?.k === 'fn');
    if (own?.value?.k !== 'fn') continue;
    const { unit } = own.value;
    const decorators = parameterDecorators(m, one.env, unit);
    return (one.module.facts.units[unit]?.params ?? []).map((param, index) => injected(m, container, one.env, param.type, decorators[index] ?? [], { file: one.module.file, unit, n: 0 }));
  }
  return [];
}

function injectProperties(m: Machine, container: Container, cls: ClassValue, self: InstanceValue): void {
  for (const one of lineage(cls)) for (const member of one.fact.members) {
    if (member.kind !== 'property' || member.static || member.decorators.length === 0) continue;
    const decorators = apart(m, () => decoratorsOf(m, decoratorValues(m, member.decorators, one.env), UNDEFINED));
    if (!decorators.some(isInjection)) continue;
    const key = apart(m, () => memberKey(m, member, one.env));
    if (key === undefined || self.props.has(key)) continue;
    const value = injected(m, container, one.env, member.type, decorators, one.site);
    apart(m, () => { m.set(self, key, value); });
  }
}

type Said = Pick<Attached, 'kind' | 'args'>;
/** `Inject` of the framework, `InjectRepository`, `InjectModel` and the like of libraries. */
const isInjection = (one: Said): boolean => /(?:^|:)Inject(?!able)\w*$/.test(one.kind);

/** What is injected for a parameter or property, by its decorators, else by its type. */
function injected(m: Machine, container: Container, env: Env, type: TypeRef | null, decorators: readonly Said[], site: Site): Value {
  const own = decorators.find(one => one.kind === 'Inject');
  const token = own?.args[0];
  if (token && !(token.t === 'lit' && token.v === undefined)) return resolveToken(m, container, token, site);
  const library = decorators.find(isInjection);
  const named = referenceOf(type);
  const value = named === undefined ? undefined : typeValue(m, env, named.name);
  if (library && library !== own) return ofLibrary(m, env, named?.name ?? null, value, library.args, site);
  if (value === undefined) return hole(named === undefined ? 'a dependency without a type' : `nothing is known about ${named.name}`, site);
  if (value.t === 'sym' && value.op === 'import' && named !== undefined && named.args.length > 0) {
    // `Repository<User>`: the type's arguments say what it is for.
    const args = named.args.flatMap(arg => { const ref = referenceOf(arg); const one = ref ? typeValue(m, env, ref.name) : undefined; return one ? [one] : []; });
    return ofLibrary(m, env, named.name, value, args, site);
  }
  return resolveToken(m, container, value, site);
}

/** A library's repository or model: constructed with what its decorator names, as far as the library's model knows how. */
function ofLibrary(m: Machine, env: Env, name: string | null, value: Value | undefined, args: readonly Value[], site: Site): Value {
  const cls = value ?? { t: 'sym', op: 'import', module: name === null ? 'unknown' : env.module.imports.get(name)?.specifier ?? 'unknown', name: name ?? 'unknown' };
  if (cls.t === 'sym' && cls.op === 'import') {
    const known = m.program.environment.models.typedValue({ name: cls.name, specifier: cls.module, args }, site);
    if (known) return known;
  }
  return apart(m, () => m.construct(cls, args, site));
}

function referenceOf(type: TypeRef | null): Extract<TypeRef, { k: 'ref' }> | undefined {
  if (type?.k === 'ref') return type;
  if (type?.k === 'union' || type?.k === 'intersection') return type.of.map(referenceOf).find(one => one !== undefined);
  return undefined;
}

/** The value of a type's name (a class), if it is one. */
export function typeValue(m: Machine, env: Env, name: string): Value | undefined {
  const [head = '', ...rest] = name.split('.');
  const scope = childEnv(m, env);
  const value = lookup(m, scope, head) ?? m.program.environment.models.globalValue(head);
  const found = value === undefined ? undefined : rest.reduce((base, key) => m.get(base, key), value);
  if (found?.t !== 'lit' && found?.t !== 'hole') return found;
  // A type is imported that has no value: interfaces.
  return undefined;
}

/** The instance that a guard, middleware, pipe or interceptor stands for: classes are injected, instances are what they are. */
export function enhancer(m: Machine, container: Container, value: Value): Value {
  return value.t === 'class' || value.t === 'native' || (value.t === 'sym' && value.op === 'import') ? resolveToken(m, container, value) : value;
}
