import type { Span } from '../base/span';
import { visitStatements } from '../evaluate/roots';
import type { Expr, Pattern, Stmt, Unit } from '../model/facts';

type Call = Extract<Expr, { k: 'call' }>;

/** Finds the part of a registration that a reader takes for it. Holds what it learned of units, so it lives as long as they are the current ones. */
export interface Heads { of(unit: Unit, n: number, text: string): Span | undefined }

/**
 * The head of a registration, which names it without the code that it registers: a call up to the end of its path argument, a declaration up
 * to its name. In a chain over several lines each call has its own head, because that is the line where a comment about it stands.
 */
export function createHeads(): Heads {
  const calls = new Map<Unit, ReadonlyMap<number, Call>>();
  const callsOf = (unit: Unit): ReadonlyMap<number, Call> => {
    const known = calls.get(unit);
    if (known) return known;
    const found = new Map<number, Call>();
    visitStatements(unit.body, expr => { if (expr.k === 'call') found.set(expr.n, expr); });
    calls.set(unit, found);
    return found;
  };
  return {
    of(unit, n, text) {
      const span = spanAt(unit, n);
      if (!span) return undefined;
      const call = callsOf(unit).get(n);
      if (call) return headOfCall(unit, call, span, text);
      const statement = unit.body.find(one => one.n === n);
      return statement ? headOfStatement(unit, statement, span, text) : firstLine(span, text);
    },
  };
}

function spanAt(unit: Unit, n: number): Span | undefined {
  const start = unit.spans[2 * n];
  const end = unit.spans[2 * n + 1];
  return start === undefined || end === undefined ? undefined : { start, end };
}

const endOf = (unit: Unit, n: number, otherwise: number): number => spanAt(unit, n)?.end ?? otherwise;

/** A span up to the end of its first line. */
function firstLine({ start, end }: Span, text: string): Span {
  const rest = text.slice(start, end);
  const line = /[\r\n]/.exec(rest)?.index ?? rest.length;
  return { start, end: start + rest.slice(0, line).trimEnd().length };
}

function headOfCall(unit: Unit, call: Call, span: Span, text: string): Span {
  const { callee } = call;
  const calleeEnd = endOf(unit, callee.n, span.start);
  let { start } = span;
  if (callee.k === 'member' && (callee.obj.k === 'call' || callee.obj.k === 'new')) {
    const name = calleeEnd - callee.prop.length;
    if (/[\r\n]/.test(text.slice(start, name))) start = name;
  }
  const path = pathArgument(call);
  if (path === null) return call.args.length === 0 ? { start, end: span.end } : { start, end: firstLine({ start, end: calleeEnd }, text).end };
  // Where nothing follows the path (a decorator), the call is complete.
  return { start, end: path === call.args.at(-1) ? span.end : endOf(unit, path.n, span.end) };
}

/** The argument that says the path, or the value in an object of options that does. */
function pathArgument(call: Call): Expr | null {
  const { args, callee } = call;
  const code = args.findIndex(arg => arg.k === 'fn' || arg.k === 'class');
  const leading = code < 0 ? args : args.slice(0, code);
  // `on('get', '/x', handler)`: the last of the texts that come first.
  const from = leading.findIndex(saysText);
  if (from >= 0) return leading.slice(from).find((_, index, texts) => { const next = texts[index + 1]; return next === undefined || !saysText(next); }) ?? null;
  const [first] = leading;
  if (first === undefined) return null;
  if (first.k === 'object') {
    const path = first.props.find(prop => prop.k === 'prop' && (prop.key === 'path' || prop.key === 'url'));
    return path?.k === 'prop' ? path.value : null;
  }
  // `router.route('/x').get(first)`: the path stands further left, and what is given are handlers.
  return first.k === 'spread' || isChainedOnPath(callee) ? null : first;
}

/** Whether a call further left in the chain says a path and nothing else. */
function isChainedOnPath(callee: Expr): boolean {
  for (let at = callee; at.k === 'member' && at.obj.k === 'call'; at = at.obj.callee) {
    if (at.obj.args.length > 0 && at.obj.args.every(saysText)) return true;
  }
  return false;
}

function saysText(e: Expr): boolean {
  switch (e.k) {
    case 'lit': return typeof e.v === 'string';
    case 'template': return true;
    case 'binary': return saysText(e.l) || saysText(e.r);
    case 'array': return e.items.length > 0 && e.items.every(saysText);
    case 'cast': return saysText(e.e);
    default: return false;
  }
}

function headOfStatement(unit: Unit, statement: Stmt, span: Span, text: string): Span {
  const line = firstLine(span, text);
  switch (statement.k) {
    case 'fn': case 'class': {
      // `export async function GET`
      const name = new RegExp(`\\b(?:function|class)\\b[\\s*]*${statement.name.replace(/[$*]/g, '\\$&')}(?![\\w$])`).exec(text.slice(span.start, span.end));
      return name ? { start: span.start, end: span.start + name.index + name[0].length } : beforeBody(line, text);
    }
    case 'var': {
      // `export const GET`
      const target = statement.decls[0]?.target;
      const n = target === undefined ? null : ordinalOf(target);
      return { start: span.start, end: n === null ? line.end : endOf(unit, n, line.end) };
    }
    default: return beforeBody(line, text);
  }
}

const ordinalOf = (pattern: Pattern): number | null => pattern.k === 'id' || pattern.k === 'object' || pattern.k === 'array' ? pattern.n : null;

/** A line without what opens a body at its end. */
function beforeBody({ start, end }: Span, text: string): Span {
  return { start, end: start + text.slice(start, end).replace(/\s*(?:=>)?\s*[({;]*\s*$/, '').length };
}
