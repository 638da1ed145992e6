import type { Machine } from '../../evaluate/machine';
import type { Call, NativeValue, Value } from '../../evaluate/value';
import { alternatives, derived, lit, native, stringOf } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import { goOn, textsOf } from '../credentials';

/** What stands for the unknown part of a path. */
const UNKNOWN = '\u0001';
/** What an unknown part of a path could be. */
const SAMPLES = ['1', 'abc', 'x-y_z'] as const;

/** The known text of a value; unknown parts are marked. */
function textOf(v: Value): string | undefined {
  if (v.t === 'text') return v.parts.map(part => typeof part === 'string' ? part : UNKNOWN).join('');
  return stringOf(v);
}

/** Whether a path could be another, part by part. */
function couldBe(path: string, wanted: string): boolean {
  const [a, b] = [path.split('/'), wanted.split('/')];
  return a.length === b.length && a.every((part, index) => part.includes(UNKNOWN) || part === b[index]);
}

/** Whether any holds; undefined when none surely does but one may. */
function any(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** Whether a method is among those that are named. */
function isMethod(named: Value, method: Value): boolean | undefined {
  const names = textsOf(named);
  const own = stringOf(method);
  return names.length === 0 || own === undefined ? undefined : names.some(name => name.toUpperCase() === own.toUpperCase());
}

/** Whether a pattern of `unless` (a text, an expression, `{ url, methods }`, a list of them) is for this request. */
export function matchesRequest(m: Machine, pattern: Value, path: string, method: Value): boolean | undefined {
  switch (pattern.t) {
    case 'list': return any([...pattern.items.map(one => matchesRequest(m, one, path, method)), ...pattern.open ? [undefined] : []]);
    case 'union': return alternatives(pattern).every(one => matchesRequest(m, one, path, method) === false) ? false : undefined;
    case 'lit':
      if (typeof pattern.v !== 'string') return false;
      if (!path.includes(UNKNOWN)) return path === pattern.v;
      return couldBe(path, pattern.v) ? undefined : false;
    case 'regex': {
      const seen = new Set(SAMPLES.map(sample => m.truth(m.call(m.get(pattern, 'test'), [lit(path.replaceAll(UNKNOWN, sample))]))));
      return seen.size === 1 ? [...seen][0] : undefined;
    }
    case 'object': {
      const url = m.get(pattern, 'url');
      const here = matchesRequest(m, url, path, method);
      const methods = pattern.props.get('methods') ?? pattern.props.get('method');
      if (!methods || here === false) return here;
      const known = isMethod(methods, method);
      return known === false ? false : known === true ? here : undefined;
    }
    default: return undefined;
  }
}

/** The path of a request as far as it is known. */
export function requestPathOf(m: Machine, req: Value): string | undefined {
  const base = textOf(m.get(req, 'baseUrl')) ?? '';
  const path = textOf(m.get(req, 'path'));
  if (path === undefined) return undefined;
  const whole = base + path;
  return whole.length > 1 && whole.endsWith('/') ? whole.slice(0, -1) : whole;
}

/** Whether the options of `unless` leave this request alone. */
function isExempt(m: Machine, options: Value, req: Value): boolean | undefined {
  if (options.t !== 'object') return undefined;
  const path = requestPathOf(m, req);
  const method = m.get(req, 'method');
  const rules: (boolean | undefined)[] = [];
  const paths = options.props.get('path');
  if (paths) rules.push(path === undefined ? undefined : matchesRequest(m, paths, path, method));
  const methods = options.props.get('method');
  if (methods) rules.push(isMethod(methods, method));
  if (options.props.has('custom') || options.props.has('ext') || options.open || options.spreads.length > 0) rules.push(undefined);
  return any(rules);
}

/** A middleware that leaves some requests alone: `guard.unless({ path: ['/login'] })`. */
export function unless(inner: Value, name: string, options: Value, site: Site | null): NativeValue {
  return native(name, (m, call: Call) => {
    const [req] = call.args;
    const exempt = req ? isExempt(m, options, req) : undefined;
    if (exempt === true) return goOn(m, call);
    const run = (): Value => m.call(inner, call.args, { self: call.self, site: call.site });
    if (exempt === false) return run();
    const test = derived('unless', [options]);
    const at = site ?? { file: '', unit: '', n: 0 };
    return m.fork([
      { conditions: [{ kind: 'branch', test, taken: true, site: at }], run: () => goOn(m, call) },
      { conditions: [{ kind: 'branch', test, taken: false, site: at }], run },
    ], false);
  });
}

/** Gives a middleware the method `unless`. */
export function withUnless(inner: NativeValue): NativeValue {
  inner.props.set('unless', native('unless', (_m, call) => unless(inner, inner.name, call.args[0] ?? lit(undefined), call.site)));
  return inner;
}

/** `express-unless`: the function that is set as the method `unless` of a middleware. */
export function unlessMethod(): NativeValue {
  return native('unless', (_m, call) => unless(call.self, call.self.t === 'fn' ? call.self.name ?? 'unless' : 'unless', call.args[0] ?? lit(undefined), call.site));
}
