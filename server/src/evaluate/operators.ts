import type { Site } from '../model/facts';
import { joined } from './path';
import { nullish, truthOf } from './truth';
import type { Assumption, TextValue, Value } from './value';
import { alternatives, derived, FALSE, hole, lit, same, TRUE, union, UNDEFINED } from './value';

/** What a value is as a text, where that is known: lists join their items, plain objects say that they are objects. */
export function textOf(v: Value, depth = 0): string | undefined {
  if (depth > 6) return undefined;
  if (v.t === 'lit') return String(v.v);
  if (v.t === 'object') return v.open || v.spreads.length > 0 || v.props.has('toString') || v.props.has('valueOf') || v.getters ? undefined : '[object Object]';
  if (v.t !== 'list' || v.open) return undefined;
  const items = v.items.map(item => nullish(item) === true ? '' : textOf(item, depth + 1));
  return items.every(item => item !== undefined) ? items.join() : undefined;
}

/** The longest text that is kept. */
const MAX_TEXT = 20_000;

/** Joins texts and values to one string value; known parts are merged. */
export function concat(parts: readonly (string | Value)[]): Value {
  const flat: (string | Value)[] = [];
  let assumed: Assumption | undefined;
  const add = (part: string | Value): void => {
    if (typeof part !== 'string') {
      if (part.t === 'lit') { assumed ??= part.assumed; add(String(part.v)); return; }
      if (part.t === 'text') { assumed ??= part.assumed; part.parts.forEach(add); return; }
      const text = textOf(part);
      if (text !== undefined) { add(text); return; }
      flat.push(part);
      return;
    }
    const last = flat[flat.length - 1];
    if (typeof last === 'string') flat[flat.length - 1] = last + part;
    else if (part !== '') flat.push(part);
  };
  // A part with few known alternatives gives that many strings; with many such parts there would be more strings than anyone can hold.
  const few = (part: string | Value): boolean => typeof part !== 'string' && part.t === 'union' && part.of.length <= 4 && part.of.some(one => one.t === 'lit' || one.t === 'text');
  const unionAt = parts.findIndex(few);
  const strings = unionAt < 0 ? 1 : parts.reduce((product, part) => typeof part !== 'string' && few(part) ? Math.min(product * alternatives(part).length, MAX_STRINGS + 1) : product, 1);
  if (unionAt >= 0 && strings <= MAX_STRINGS) {
    const part = parts[unionAt];
    if (part !== undefined && typeof part !== 'string') return union(alternatives(part).map(one => concat([...parts.slice(0, unionAt), one, ...parts.slice(unionAt + 1)])));
  }
  parts.forEach(add);
  if (flat.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0) > MAX_TEXT) return hole('a long text', null, flat.filter(part => typeof part !== 'string').slice(0, 4));
  if (flat.length === 0) return withAssumption(lit(''), assumed);
  const [only] = flat;
  if (flat.length === 1 && typeof only === 'string') return withAssumption(lit(only), assumed);
  const text: TextValue = { t: 'text', parts: flat, ...(assumed ? { assumed } : {}) };
  return text;
}

/** The most strings that the alternatives of a text's parts are multiplied out to. */
const MAX_STRINGS = 16;

/** A value with a note that it was assumed. */
export function withAssumption(v: Value, assumed: Assumption | undefined): Value {
  return assumed && (v.t === 'lit' || v.t === 'text') ? { ...v, assumed } : v;
}

/** Distributes an operation over the alternatives of both operands, if they are few. */
function distribute(l: Value, r: Value, run: (l: Value, r: Value) => Value): Value | undefined {
  if (l.t !== 'union' && r.t !== 'union') return undefined;
  const ls = alternatives(l);
  const rs = alternatives(r);
  if (ls.length * rs.length > 16) return undefined;
  if (l.t === 'union' && l.ways && r.t !== 'union') return joined(l.ways.map(way => ({ value: run(way.value, r), path: way.path })));
  if (r.t === 'union' && r.ways && l.t !== 'union') return joined(r.ways.map(way => ({ value: run(l, way.value), path: way.path })));
  return union(ls.flatMap(a => rs.map(b => run(a, b))));
}

const isObject = (v: Value): boolean => ['list', 'object', 'fn', 'class', 'instance', 'native', 'namespace', 'model', 'regex'].includes(v.t);

/** Whether a partly known text can be a given string; parts of a path cannot hold a slash. */
function canBe(text: TextValue, wanted: string): boolean {
  if (wanted.length > 500 || text.parts.length > 20) return true;
  const part = (one: string | Value): string => typeof one === 'string' ? one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : one.t === 'sym' && one.op === 'input' && one.in === 'path' ? '[^/]*' : '[^]*';
  return new RegExp(`^${text.parts.map(part).join('')}$`).test(wanted);
}

const mayBeScalar = (v: Value): boolean => v.t === 'model' && v.type.maybeMissing === true;

/** Whether two values are strictly equal; undefined where nothing is known. */
export function equal(l: Value, r: Value): boolean | undefined {
  if (l.t === 'lit' && r.t === 'lit') return l.v === r.v;
  // A field of a record is a scalar, and two records may both be missing: being told apart here does not make them different.
  if (isObject(l) && isObject(r)) return same(l, r) || (mayBeScalar(l) || mayBeScalar(r) ? undefined : false);
  if (isObject(l) && r.t === 'lit') return nullish(l) === undefined ? undefined : false;
  if (isObject(r) && l.t === 'lit') return nullish(r) === undefined ? undefined : false;
  if (l.t === 'text' && r.t === 'lit' && typeof r.v === 'string' && !canBe(l, r.v)) return false;
  if (r.t === 'text' && l.t === 'lit' && typeof l.v === 'string' && !canBe(r, l.v)) return false;
  if ((l.t === 'text' && r.t === 'lit' && typeof r.v !== 'string') || (r.t === 'text' && l.t === 'lit' && typeof l.v !== 'string')) return false;
  return undefined;
}

/** Whether two values are equal by `==`, neither or both missing. */
function looselyEqual(l: Value, r: Value): boolean | undefined {
  // eslint-disable-next-line eqeqeq -- this is what `==` means
  if (l.t === 'lit' && r.t === 'lit') return l.v == r.v;
  // An object may turn into an equal scalar.
  return isObject(l) === isObject(r) ? equal(l, r) : undefined;
}

/** A binary operator other than the logical ones. */
export function binary(op: string, l: Value, r: Value, site: Site | null): Value {
  if (op === '+') {
    if (l.t === 'lit' && r.t === 'lit') {
      return typeof l.v === 'string' || typeof r.v === 'string' ? concat([l, r]) : lit(Number(l.v) + Number(r.v));
    }
    const texty = (v: Value): boolean => v.t === 'text' || (v.t === 'lit' && typeof v.v === 'string') || (v.t === 'union' && v.of.some(texty));
    // An object becomes a text first.
    if ((l.t === 'list' || l.t === 'object' || r.t === 'list' || r.t === 'object') && textOf(l) !== undefined && textOf(r) !== undefined) return concat([l, r]);
    return texty(l) || texty(r) ? concat([l, r]) : derived('+', [l, r]);
  }
  const spread = distribute(l, r, (a, b) => binary(op, a, b, site));
  if (spread) return spread;
  if (op === '===' || op === '==' || op === '!==' || op === '!=') {
    const bothNull = (op === '==' || op === '!=') && nullish(l) === true && nullish(r) === true;
    const oneNull = (op === '==' || op === '!=') && ((nullish(l) === true && nullish(r) === false) || (nullish(r) === true && nullish(l) === false));
    const answer = bothNull ? true : oneNull ? false : op.length === 2 ? looselyEqual(l, r) : equal(l, r);
    if (answer !== undefined) return (op[0] === '=') === answer ? TRUE : FALSE;
    return derived(op, [l, r]);
  }
  if (l.t === 'lit' && r.t === 'lit') {
    const a = l.v as number;
    const b = r.v as number;
    switch (op) {
      case '-': return lit(a - b);
      case '*': return lit(a * b);
      case '/': return lit(a / b);
      case '%': return lit(a % b);
      case '**': return lit(a ** b);
      case '|': return lit(a | b);
      case '&': return lit(a & b);
      case '^': return lit(a ^ b);
      case '<<': return lit(a << b);
      case '>>': return lit(a >> b);
      case '>>>': return lit(a >>> b);
      case '<': return lit(a < b);
      case '>': return lit(a > b);
      case '<=': return lit(a <= b);
      case '>=': return lit(a >= b);
      default: break;
    }
  }
  if (op === 'in' && l.t === 'lit' && r.t === 'object' && !r.open && r.spreads.length === 0) return lit(r.props.has(String(l.v)) || r.getters?.has(String(l.v)) === true);
  if (op === 'in' && l.t === 'lit' && r.t === 'list' && !r.open && /^\d+$/.test(String(l.v))) return lit(Number(l.v) < r.items.length);
  if (op === 'instanceof') {
    if (l.t === 'instance' && (r.t === 'class' || r.t === 'sym')) {
      let parent: Value | null = l.cls;
      for (; parent?.t === 'class'; parent = parent.parent) if (parent === r) return TRUE;
      // No class of a library extends one of the workspace, and none of the language extends one of a library.
      if (r.t === 'class' || parent === null || parent.t === 'native') return FALSE;
      return isSameTerm(parent, r) ? TRUE : derived(op, [l, r]);
    }
    if (l.t === 'lit' || (r.t === 'class' && ['text', 'list', 'object', 'fn', 'native', 'class'].includes(l.t))) return FALSE;
    // Errors of libraries are objects here, dates are not.
    if (r.t === 'sym' && r.op === 'global' && (l.t === 'list' || l.t === 'text' || (l.t === 'object' && r.name === 'Date'))) return FALSE;
    const answer = r.t === 'native' ? (l.t === 'text' ? false : r.instance?.(l)) : undefined;
    if (answer !== undefined) return lit(answer);
  }
  return derived(op, [l, r]);
}

/** Whether two terms are the same export or member of one. */
function isSameTerm(a: Value, b: Value): boolean {
  if (a.t !== 'sym' || b.t !== 'sym') return false;
  if (a.op === 'import' && b.op === 'import') return a.module === b.module && a.name === b.name;
  return a.op === 'get' && b.op === 'get' && a.key === b.key && isSameTerm(a.base, b.base);
}

/** A unary operator; `delete` is the caller's. */
export function unary(op: string, v: Value): Value {
  if (v.t === 'union' && v.of.length <= 12) {
    return v.ways ? joined(v.ways.map(way => ({ value: unary(op, way.value), path: way.path }))) : union(v.of.map(one => unary(op, one)));
  }
  switch (op) {
    case '!': {
      const truth = truthOf(v);
      return truth === undefined ? derived('!', [v]) : truth ? FALSE : TRUE;
    }
    case 'typeof': {
      const name = typeOf(v);
      return name === undefined ? derived('typeof', [v]) : lit(name);
    }
    case 'void': return UNDEFINED;
    case '-': return v.t === 'lit' ? lit(-Number(v.v)) : derived('-', [v]);
    case '+': return v.t === 'lit' ? lit(Number(v.v)) : derived('Number', [v]);
    case '~': return v.t === 'lit' ? lit(~Number(v.v)) : derived('~', [v]);
    default: return hole(`operator ${op}`, null, [v]);
  }
}

/** The `typeof` of a value where it is known. */
export function typeOf(v: Value): string | undefined {
  switch (v.t) {
    case 'lit': return v.v === null ? 'object' : typeof v.v;
    case 'text': return 'string';
    case 'fn': case 'class': case 'native': return 'function';
    case 'list': case 'object': case 'instance': case 'namespace': case 'regex': return 'object';
    case 'model': return v.type.call ? 'function' : v.type.maybeMissing === true ? undefined : 'object';
    case 'union': {
      const all = new Set(v.of.map(typeOf));
      return all.size === 1 ? [...all][0] : undefined;
    }
    default: return undefined;
  }
}

