import type { Site } from '../../model/facts';
import type { Machine } from '../../evaluate/machine';
import type { Path } from '../../evaluate/path';
import { both, joined, waysOf } from '../../evaluate/path';
import { nullish } from '../../evaluate/truth';
import type { ModelType, ModelValue, Value } from '../../evaluate/value';
import { alternatives, derived, hole, lit, model, UNDEFINED } from '../../evaluate/value';
import { handlesErrorsOfOthers } from '../onion';

/**
 * What a request will be answered with. Koa has no call that sends: the body and the status that stand in the context when the first
 * middleware ends are the answer. So they are kept together with the conditions under which they were set.
 */
export interface AnswerState {
  /** Undefined while nobody has set a body. */
  readonly body: Value | undefined;
  /** Null while nobody has set a status. */
  readonly status: Value | null;
  /** Whether `next` was called: what follows decides. */
  readonly went: boolean;
  /** Sent past Koa: `ctx.respond = false`. */
  readonly bypassed: boolean;
  readonly path: Path;
  readonly site: Site | null;
}

const answerType: ModelType<AnswerState> = { name: 'koa.Answer', mentions: self => self.state.body ? [self.state.body] : [] };
const KEY = '#answer';

const answer = (state: AnswerState): Value => model(answerType, state) as Value;
const stateOf = (v: Value): AnswerState | undefined => v.t === 'model' && v.type.name === answerType.name ? v.state as AnswerState : undefined;

/** The answers that stand in the context at this point, each with the conditions under which it is the one. */
function standing(m: Machine, ctx: ModelValue): readonly { readonly state: AnswerState; readonly path: Path }[] {
  const value = ctx.props.get(KEY);
  if (!value) return [{ state: { body: undefined, status: null, went: false, bypassed: false, path: m.path, site: null }, path: m.path }];
  const known = value.t === 'union' && value.ways !== undefined;
  const all = alternatives(value).length;
  // Where one was set before an early return, its own conditions are all that is known.
  return (known ? waysOf(value, m.path) : alternatives(value).map(one => ({ value: one, path: all === 1 ? m.path : null }))).flatMap(way => {
    const state = stateOf(way.value);
    return state ? [{ state, path: way.path === null && all > 1 ? state.path : both(state.path, way.path) }] : [];
  });
}

/** Changes what stands in the context. */
export function change(m: Machine, ctx: ModelValue, to: (state: AnswerState) => Partial<AnswerState>): void {
  if (!m.alive) return;
  const all = standing(m, ctx).map(({ state, path }) => {
    const at = both(m.path, path);
    return { value: answer({ ...state, path: at, ...to(state) }), path: at };
  });
  m.heap.set(ctx.props, KEY, joined(all));
}

/** A part of the answer as it stands. */
export function read(m: Machine, ctx: ModelValue, part: 'body' | 'status'): Value {
  const all = standing(m, ctx).map(({ state, path }) => ({ value: part === 'body' ? state.body ?? UNDEFINED : statusOf(state), path }));
  return joined(all);
}

/** The status that Koa answers with: a body makes it 200, an empty one 204, none 404. */
function statusOf(state: AnswerState): Value {
  if (state.status) return state.status;
  if (!state.body) return lit(404);
  return lit(state.body.t === 'lit' && (state.body.v === null || state.body.v === undefined) ? 204 : 200);
}

/** What middleware made of the body after the rest had run: the templates it left, outermost first. */
export type Rewrites = (readonly Value[])[];

/** What a request leaves behind on its way down. */
export interface Following {
  readonly rewrites: Rewrites;
  readonly placeholder: Value;
  /** Where the running step called `next`. */
  readonly nexts: Site[];
}

/** What stands for the body that comes from further down. */
export const downstream = (): Value => derived('downstream', []);

/** Before a step: what was set stays, what follows is open again. */
export function enter(m: Machine, ctx: ModelValue): void {
  if (ctx.props.has(KEY)) change(m, ctx, () => ({ went: false }));
}

/** After `next`: the body is what comes from further down. */
export function wentOn(m: Machine, ctx: ModelValue, placeholder: Value): void {
  change(m, ctx, () => ({ went: true, body: placeholder }));
}

/**
 * After a step: every way on which the request did not go on is answered with what stands there. `unsure` says that code out of sight had
 * the context, and may have answered where nothing seems to.
 */
export function finish(m: Machine, ctx: ModelValue, site: Site | null, { rewrites, placeholder, nexts }: Following, unsure: boolean): void {
  if (!m.alive) return;
  const end = m.path;
  const all = standing(m, ctx);
  for (const { state, path } of all) {
    if (state.went || handlesErrorsOfOthers(m, path, nexts)) continue;
    m.path = path;
    if (state.bypassed || (unsure && !state.body && !state.status)) m.emit({ kind: 'respond', value: hole('an answer past Koa', site), status: null, site, via: 'ctx.respond' });
    else {
      const status = statusOf(state);
      const empty = status.t === 'lit' && (status.v === 204 || status.v === 304);
      const body = empty ? UNDEFINED : rewrites.reduceRight<Value>((value, templates) => rewritten(value, templates, placeholder), state.body ?? UNDEFINED);
      for (const one of waysOf(status, m.path)) {
        m.path = one.path;
        m.emit({ kind: 'respond', value: body, status: one.value, site: state.site ?? site, via: 'ctx.body' });
      }
    }
  }
  m.path = end;
  const after = all.flatMap(({ state }) => state.went && state.body ? [state.body] : []);
  // What a step writes after `next` is taken back when it ends, so the templates are copies.
  if (after.some(body => body !== placeholder)) rewrites.push([...new Set(after)].map(body => substituted(body, placeholder, placeholder, 0)));
}

function rewritten(body: Value, templates: readonly Value[], placeholder: Value): Value {
  // A template that is made under a condition is not made of nothing.
  if (nullish(body) === true && templates.includes(placeholder)) return body;
  const made = templates.map(template => substituted(template, placeholder, body, 0));
  return made.length === 1 ? made[0] ?? body : joined(made.map(value => ({ value, path: null })));
}

/** A value with something put in the place of another. */
function substituted(v: Value, wanted: Value, by: Value, depth: number): Value {
  if (v === wanted) return by;
  if (depth > 6) return v;
  const inner = (one: Value): Value => substituted(one, wanted, by, depth + 1);
  switch (v.t) {
    case 'object': {
      const spreads = v.spreads.map(inner);
      const known = spreads.flatMap(one => one.t === 'object' ? [...one.props] : []);
      const others = spreads.filter(one => one.t !== 'object');
      const open = v.open && (v.spreads.length === 0 || others.length > 0 || spreads.some(one => one.t === 'object' && one.open));
      return { ...v, props: new Map([...known, ...[...v.props].map(([key, value]) => [key, inner(value)] as const)]), spreads: others, open };
    }
    case 'list': return { ...v, items: v.items.map(inner), rest: v.rest && inner(v.rest) };
    case 'union': return joined(v.of.map(value => ({ value: inner(value), path: null })));
    default: return v;
  }
}
