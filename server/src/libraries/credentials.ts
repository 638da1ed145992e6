import type { LibraryModels } from '../evaluate/library';
import type { Machine } from '../evaluate/machine';
import type { Condition, Path } from '../evaluate/path';
import { mentions } from '../evaluate/truth';
import type { Call, ModelType, NativeValue, Value } from '../evaluate/value';
import { derived, input, lit, model, native, object, stringOf, UNDEFINED } from '../evaluate/value';
import type { Site } from '../model/facts';

/** What packages export: a table of names for each specifier. The default also stands for the whole of a CommonJS package. */
export type PackageTable = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** Models from a table. Named exports are members of a default that is a function, too. */
export function packages(table: PackageTable): LibraryModels {
  for (const names of Object.values(table)) {
    const whole = names['default'];
    if (whole?.t === 'native') for (const [name, value] of Object.entries(names)) if (!whole.props.has(name)) whole.props.set(name, value);
  }
  return {
    imports(specifier, name) {
      const names = Object.hasOwn(table, specifier) ? table[specifier] : undefined;
      if (!names) return undefined;
      if (Object.hasOwn(names, name)) return names[name];
      return name === '*' || name === 'export=' ? names['default'] : undefined;
    },
  };
}

/** Where something is that has no place in the workspace. */
const nowhere: Site = { file: '', unit: '', n: 0 };

/** The function that a middleware goes on with: `next` of `(req, res, next)` and of `(ctx, next)`. */
export function nextOf(call: Call): Value | undefined {
  for (let index = call.args.length - 1; index > 0; index--) {
    const one = call.args[index];
    if (one?.t === 'fn' || one?.t === 'native') return one;
  }
  return undefined;
}

/** Goes on to what comes after a middleware. */
export function goOn(m: Machine, call: Call): Value {
  const next = nextOf(call);
  if (next) m.call(next, [], { site: call.site });
  return UNDEFINED;
}

/** A middleware that always goes on. */
export function passing(name: string): NativeValue {
  return native(name, goOn);
}

/** A function that makes a middleware that always goes on, whatever it is given. */
export function passingFactory(name: string, members: Iterable<readonly [string, Value]> = []): NativeValue {
  return native(name, () => passing(name), members);
}

/** What a library checks and what it does with a caller that has no good credential. */
export interface Verification {
  /** What the guard is called in messages. */
  readonly name: string;
  /** What verifies, with its package. */
  readonly by: string;
  readonly mechanisms: readonly string[];
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
  /** How it refuses; 401 when not given. */
  readonly refusal?: 401 | 403 | 404 | 302;
  /** A request without credentials goes on. */
  readonly optional?: boolean;
  readonly site: Site | null;
}

/** The condition that a credential was verified. */
export function verified({ by, mechanisms, roles = [], scopes = [], site }: Verification): Condition {
  return { kind: 'verified', by, mechanisms, roles, scopes, site };
}

/** The condition that there is nobody: so that what goes on without credentials is seen to have asked. */
export function nobody(site: Site | null): Condition {
  return { kind: 'branch', test: derived('test', [input('principal')]), taken: false, site: site ?? nowhere };
}

/** An error that a framework answers with a status. */
export function httpError(status: number, name: string): Value {
  return object([['status', lit(status)], ['name', lit(name)], ['message', derived('message', [])]]);
}

/** Does one thing for callers that the library accepts and another for those it does not. */
export function either(m: Machine, v: Verification, accepted: () => Value, refused: () => Value): Value {
  return m.fork([
    { run: () => { m.assume(verified(v)); return accepted(); } },
    { run: () => { m.assume(nobody(v.site)); return v.optional === true ? accepted() : refused(); } },
  ], false);
}

/** Refuses: with an answer where there is one to give, with an error otherwise. */
export function refuse(m: Machine, call: Call, v: Verification): Value {
  const status = v.refusal ?? 401;
  if (nextOf(call)) m.emit({ kind: 'respond', value: UNDEFINED, status: lit(status), site: v.site, via: v.by });
  else m.throw(httpError(status, status === 403 ? 'ForbiddenError' : 'UnauthorizedError'), v.site);
  return UNDEFINED;
}

/** A middleware that goes on only with a verified credential. */
export function guard(v: Verification): NativeValue {
  return native(v.name, (m, call) => either(m, v, () => goOn(m, call), () => refuse(m, call, v)));
}

/** A function around a handler: the handler runs for those who are verified. `prepare` may set what the wrapper adds. */
export function guarded(v: Verification, handler: Value, prepare?: (m: Machine, call: Call) => void): NativeValue {
  return native(v.name, (m, call) => either(m, v, () => {
    prepare?.(m, call);
    return m.call(handler, call.args, { self: call.self, site: call.site });
  }, () => {
    m.throw(httpError(v.refusal ?? 401, 'UnauthorizedError'), v.site);
    return UNDEFINED;
  }));
}

/** Whether a token can come from the request: what is verified of the code's own making proves nothing about the caller. */
export function comesFromOutside(token: Value): boolean {
  return mentions(token, one => one.t === 'hole' || (one.t === 'sym' && one.op !== 'env'));
}

/** How a token came: by cookie, as a part of the message, or else by header. */
export function mechanismOf(token: Value): string {
  let found = 'bearer';
  mentions(token, one => {
    if (one.t !== 'sym' || one.op !== 'input') return false;
    found = one.in === 'cookie' ? 'cookie' : one.in === 'body' || one.in === 'query' || one.in === 'path' ? 'token' : 'bearer';
    return true;
  });
  return found;
}

/** Who a library found the caller to be: there is somebody, and what is read of them is the principal. */
const claimsType: ModelType<Readonly<Record<string, Value>>> = {
  name: 'claims',
  get: (self, key, m) => self.props.get(key) ?? self.state[key] ?? (key === 'then' || key === 'catch' || key === 'finally' ? undefined : m.input('principal', key)),
  mentions: () => [input('principal')],
};

/** A verified caller; `members` are what is not simply a claim. */
export function claims(members: Readonly<Record<string, Value>> = {}): Value {
  return model(claimsType, members) as Value;
}

interface Promised { readonly value: Value; readonly before: Path }

const promisedType: ModelType<Promised> = {
  name: 'verification',
  maybeMissing: true,
  get: (self, key, m) => {
    const { value, before } = self.state;
    // A rejection takes the way from before the verification: what is caught was not verified.
    const rejected = (failed: Value, site: Site | null): Value => {
      m.path = before;
      m.assume(nobody(site));
      return m.call(failed, [object([['name', derived('error', [])], ['message', derived('message', [])]])], { site });
    };
    switch (key) {
      case 'then': return native('Promise.then', (_m, call) => {
        const [done, failed] = call.args;
        const fulfilled = (): Value => done ? m.call(done, [value], { site: call.site }) : value;
        return failed ? m.fork([{ run: fulfilled }, { run: () => rejected(failed, call.site) }], false) : promised(fulfilled(), before);
      });
      case 'catch': return native('Promise.catch', (_m, call) => {
        const [failed] = call.args;
        return failed ? m.fork([{ run: () => value }, { run: () => rejected(failed, call.site) }], false) : value;
      });
      case 'finally': return native('Promise.finally', (_m, call) => { if (call.args[0]) m.call(call.args[0], [], { site: call.site }); return promised(value, before); });
      default: return m.get(value, key);
    }
  },
  mentions: self => [self.state.value],
};

function promised(value: Value, before: Path): Value {
  return model(promisedType, { value, before }) as Value;
}

/** `await verify(token)`: throws unless the token is good; its promise may be caught. */
export function verifying(m: Machine, call: Call, v: Omit<Verification, 'mechanisms' | 'name' | 'site'>, token: Value, result: Value): Value {
  if (!comesFromOutside(token)) return derived(v.by, call.args);
  const before = m.path;
  return either(m, { ...v, name: v.by, mechanisms: [mechanismOf(token)], site: call.site }, () => promised(result, before), () => {
    m.throw(object([['name', derived('error', [])], ['message', derived('message', [])]]), call.site);
    return UNDEFINED;
  });
}

/** The texts of a value that is a text or a list of texts. */
export function textsOf(v: Value | undefined): readonly string[] {
  const all = v?.t === 'list' ? v.items : v ? [v] : [];
  return all.flatMap(one => stringOf(one) ?? []);
}

/** Whether an option is set to `false`; what is not known is not. */
export function isOff(m: Machine, options: Value | undefined, key: string): boolean {
  return options?.t === 'object' && m.truth(m.get(options, key)) === false && options.props.has(key);
}
