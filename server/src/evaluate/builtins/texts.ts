import type { Machine } from '../machine';
import { concat } from '../operators';
import type { LitValue, NativeValue, RegexValue, TextValue, Value } from '../value';
import { derived, lit, list, listOf, native, stringOf } from '../value';
import { promiseMember } from './promises';

type Method = (text: string, args: readonly Value[], m: Machine) => Value | undefined;

const strings = (args: readonly Value[]): string[] | undefined => {
  const out = args.map(arg => arg.t === 'lit' && arg.v !== undefined && arg.v !== null ? String(arg.v) : undefined);
  return out.every(one => one !== undefined) ? out as string[] : undefined;
};

/** The most steps that a pattern may take on a text. */
const MAX_STEPS = 2e7;

/**
 * A regular expression of the workspace to be run on a text of some length; undefined when a hostile one could hang: no repeated groups,
 * no references, no looking around, and few repetitions in each alternative for the length.
 */
function safeRegex(v: RegexValue, length: number): RegExp | undefined {
  const plain = v.source.replace(/\\./g, '_').replace(/\[[^\]]*\]/g, '_').replace(/\(\?(?::|<\w+>)/g, '(');
  if (v.source.length > 200 || length > 2000 || /\)[*+{]|\(\?/.test(plain) || /\\(?:\d|k<)/.test(v.source)) return undefined;
  const most = Math.max(...plain.split('|').map(part => (part.match(/[*+{]/g) ?? []).length));
  if ((length + 1) ** (most + 1) > MAX_STEPS) return undefined;
  try { return new RegExp(v.source, v.flags); } catch { return undefined; }
}

function replace(text: string, args: readonly Value[], all: boolean, m: Machine): Value | undefined {
  const [from, to] = args;
  if (!from || !to) return undefined;
  const pattern = from.t === 'regex' ? safeRegex(from, text.length) : stringOf(from);
  if (pattern === undefined || text.length > 2000) return undefined;
  if (to.t === 'fn' || to.t === 'native') {
    let known = true;
    const run = (...found: unknown[]): string => {
      const answer = stringOf(m.call(to, found.filter(one => typeof one === 'string' || typeof one === 'number').map(one => lit(one as string))));
      known &&= answer !== undefined;
      return answer ?? '';
    };
    const out = all && typeof pattern === 'string' ? text.replaceAll(pattern, run) : text.replace(pattern, run);
    return known ? lit(out) : undefined;
  }
  const by = stringOf(to);
  if (by === undefined) return undefined;
  return lit(all && typeof pattern === 'string' ? text.replaceAll(pattern, by) : text.replace(pattern, by));
}

/** Calls a method of `String.prototype` with known arguments. */
const onStrings = (run: (text: string, args: readonly string[]) => unknown): Method => (text, args) => {
  const known = strings(args);
  if (!known) return undefined;
  const out = run(text, known);
  return Array.isArray(out) ? list(out.map(one => lit(one as string))) : lit(out as string | number | boolean);
};

const padded = (args: readonly Value[], run: (n: number, fill: string | undefined) => string): Value | undefined => {
  const [n = '0', fill] = strings(args) ?? ['1e9'];
  return Number(n) <= 200 ? lit(run(Number(n), fill)) : undefined;
};

const methods: Readonly<Record<string, Method>> = {
  toLowerCase: onStrings(t => t.toLowerCase()), toUpperCase: onStrings(t => t.toUpperCase()),
  toLocaleLowerCase: onStrings(t => t.toLowerCase()), toLocaleUpperCase: onStrings(t => t.toUpperCase()),
  trim: onStrings(t => t.trim()), trimStart: onStrings(t => t.trimStart()), trimEnd: onStrings(t => t.trimEnd()),
  toString: onStrings(t => t), valueOf: onStrings(t => t),
  startsWith: onStrings((t, [a = '', at]) => t.startsWith(a, at === undefined ? 0 : Number(at))),
  endsWith: onStrings((t, [a = '', end]) => t.endsWith(a, end === undefined ? undefined : Number(end))), includes: onStrings((t, [a = '', at]) => t.includes(a, Number(at ?? 0))),
  indexOf: onStrings((t, [a = '', at]) => t.indexOf(a, Number(at ?? 0))), lastIndexOf: onStrings((t, [a = '', at]) => t.lastIndexOf(a, at === undefined ? undefined : Number(at))),
  at: onStrings((t, [i = '0']) => t.at(Number(i))), charCodeAt: onStrings((t, [i = '0']) => t.charCodeAt(Number(i))), codePointAt: onStrings((t, [i = '0']) => t.codePointAt(Number(i))),
  slice: onStrings((t, [a, b]) => t.slice(a === undefined ? undefined : Number(a), b === undefined ? undefined : Number(b))),
  substring: onStrings((t, [a = '0', b]) => t.substring(Number(a), b === undefined ? undefined : Number(b))),
  substr: onStrings((t, [from = '0', length]) => { const at = Math.max(0, Number(from) < 0 ? t.length + Number(from) : Number(from)); return t.slice(at, length === undefined ? undefined : at + Number(length)); }),
  charAt: onStrings((t, [a = '0']) => t.charAt(Number(a))), repeat: (t, [n]) => { const times = n?.t === 'lit' ? Number(n.v) : Number.NaN; return times >= 0 && times * t.length <= 2000 ? lit(t.repeat(times)) : undefined; },
  padStart: (t, args) => padded(args, (n, fill) => t.padStart(n, fill)), padEnd: (t, args) => padded(args, (n, fill) => t.padEnd(n, fill)),
  split: (text, args) => {
    const [by, limit] = args;
    if (by === undefined) return list([lit(text)]);
    const most = limit?.t === 'lit' && typeof limit.v === 'number' ? limit.v : limit === undefined ? undefined : Number.NaN;
    const pattern = by.t === 'regex' ? safeRegex(by, text.length) : stringOf(by);
    if (pattern === undefined || text.length > 2000 || Number.isNaN(most)) return undefined;
    return list(text.split(pattern, most).slice(0, 500).map(one => lit(one)));
  },
  match: (text, args) => {
    const pattern = args[0]?.t === 'regex' ? safeRegex(args[0], text.length) : undefined;
    if (!pattern || text.length > 2000) return undefined;
    const found = text.match(pattern);
    return found ? list([...found].map(one => lit(one))) : lit(null);
  },
  search: (text, args) => {
    const pattern = args[0]?.t === 'regex' ? safeRegex(args[0], text.length) : undefined;
    return pattern && text.length <= 2000 ? lit(text.search(pattern)) : undefined;
  },
  replace: (text, args, m) => replace(text, args, false, m), replaceAll: (text, args, m) => replace(text, args, true, m),
  concat: (text, args) => concat([text, ...args]),
};

/** Methods that leave the known ends of a partly known text alone. */
function onParts(v: TextValue, key: string, args: readonly Value[]): Value | undefined {
  const first = v.parts[0];
  const last = v.parts[v.parts.length - 1];
  const arg = stringOf(args[0]);
  switch (key) {
    case 'startsWith': {
      if (typeof first !== 'string' || arg === undefined) return undefined;
      if (first.length >= arg.length) return lit(first.startsWith(arg));
      return arg.startsWith(first) ? undefined : lit(false);
    }
    case 'includes': return arg !== undefined && v.parts.some(part => typeof part === 'string' && part.includes(arg)) ? lit(true) : undefined;
    case 'endsWith': return typeof last === 'string' && arg !== undefined && last.length >= arg.length ? lit(last.endsWith(arg)) : undefined;
    case 'concat': return concat([v, ...args]);
    case 'toString': case 'trim': return v;
    case 'toLowerCase': case 'toUpperCase': return concat(v.parts.map(part => typeof part === 'string' ? (key === 'toLowerCase' ? part.toLowerCase() : part.toUpperCase()) : part));
    case 'replace': case 'replaceAll': {
      const to = stringOf(args[1]);
      return arg !== undefined && to !== undefined ? concat(v.parts.map(part => typeof part === 'string' ? part.replaceAll(arg, to) : part)) : undefined;
    }
    default: return undefined;
  }
}

/** `test` and `exec` of a regular expression on a known text; a known part that matches an unanchored pattern is enough. */
export function memberOfRegex(base: RegexValue, key: string): Value {
  if (key === 'source') return lit(base.source);
  return native(`RegExp.${key}`, (_m, call) => {
    const [on] = call.args;
    const text = stringOf(on);
    const first = on?.t === 'text' ? on.parts[0] : undefined;
    const pattern = safeRegex(base, (text ?? (typeof first === 'string' ? first : '')).length);
    if (key === 'test' && pattern && text !== undefined && text.length <= 2000) return lit(new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text));
    if (key === 'exec' && pattern && !/[gy]/.test(pattern.flags) && text !== undefined && text.length <= 2000) {
      const found = pattern.exec(text);
      return found ? list([...found].map(one => lit(one))) : lit(null);
    }
    if (key === 'test' && pattern && on?.t === 'text' && !/[$]|\\b/.test(base.source)) {
      if (typeof first === 'string' && new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(first)) return lit(true);
    }
    return derived(key === 'test' ? 'test' : key, [base, ...call.args]);
  });
}

/** A property of a text: its length, a character, or a method. */
export function memberOfText(m: Machine, base: LitValue | TextValue | Value, key: string): Value {
  const text = stringOf(base);
  if (key === 'length') return text === undefined ? derived('length', [base]) : lit(text.length);
  if (/^\d+$/.test(key)) return text === undefined ? derived('character', [base]) : lit(text[Number(key)]);
  const promise = promiseMember(m, base, key);
  if (promise) return promise;
  const run: NativeValue['call'] = (machine, call) => {
    const self = call.self.t === 'lit' || call.self.t === 'text' ? call.self : base;
    const known = stringOf(self);
    const answer = known !== undefined ? (Object.hasOwn(methods, key) ? methods[key]?.(known, call.args, machine) : undefined) : self.t === 'text' ? onParts(self, key, call.args) : undefined;
    if (answer) return answer;
    return key === 'split' ? listOf(derived('split', [self, ...call.args])) : derived(key, [self, ...call.args]);
  };
  return native(`String.${key}`, run);
}
