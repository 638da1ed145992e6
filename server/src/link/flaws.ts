import type { Branch, Condition, Path } from '../evaluate/path';
import { always, conditionsOf } from '../evaluate/path';
import { visitStatements } from '../evaluate/roots';
import { mentions } from '../evaluate/truth';
import { alternatives, stringOf, type Value } from '../evaluate/value';
import type { Guard, GuardFlaw } from '../model/api';
import type { Expr, Site } from '../model/facts';
import { textOf } from './caller';
import { credentialIn, termName } from './credentials';
import type { StepRun } from './exchange';
import type { Places } from './places';
import { environmentIn, type Checks } from './proof';
import type { Refusal } from './refusal';

interface Judged { readonly run: StepRun; readonly verdict: Guard['verdict']; readonly refusals: readonly Refusal[]; readonly checks: Checks; readonly places: Places }

/** How a guard lets callers through that it should refuse. Each flaw is proved by the ways that the guard goes on: without them it would refuse, or nobody is. */
export function flawsOf(judged: Judged): readonly GuardFlaw[] {
  const { run, verdict } = judged;
  if (run.opaque || run.exhausted || run.step.unsure === true) return [];
  if (verdict === 'refuses') return [...failOpen(judged), ...emptySecret(judged)];
  if (verdict !== 'optional' && verdict !== 'passes') return [];
  return [...failOpen(judged), ...wideAllowList(judged), ...optional(judged), ...neverRefuses(judged)];
}

/** The ways on, when all but those that the test names are closed to requests without credentials. */
function onlyOpen({ run, refusals, checks }: Judged, open: (path: Path) => boolean): StepRun['events'] {
  if (refusals.length === 0) return [];
  const on = run.events.filter(event => event.kind === 'next');
  const [opened, others] = [on.filter(event => open(event.path)), on.filter(event => !open(event.path))];
  const closed = others.length > 0 && others.some(event => conditionsOf(event.path, run.entry).some(checks.isGood)) && others.every(event => always(event.path, checks.closes, run.entry));
  return closed ? opened.filter(event => event.via !== 'next(err)' && !always(event.path, checks.closes, run.entry)) : [];
}

/**
 * A catch that goes on, in a guard that refuses otherwise. Who brings any token at all may count as closed to those without one: what matters is
 * that a verification failed and nothing was asked since.
 */
function failOpen(judged: Judged): readonly GuardFlaw[] {
  const { run, refusals, checks, places } = judged;
  const on = run.events.filter(event => event.kind === 'next');
  const verifies = (path: Path): boolean => conditionsOf(path, run.entry).some(one => one.kind === 'verified');
  const unasked = (path: Path): boolean => { const at = caughtAt(path, run.entry); return at !== undefined && !always(path, checks.closes, at); };
  const caught = judged.verdict === 'refuses' ? (refusals.length > 0 && on.some(event => verifies(event.path)) ? on : []) : onlyOpen(judged, path => caughtAt(path, run.entry) !== undefined);
  const first = caught.find(event => event.via !== 'next(err)' && unasked(event.path));
  if (first === undefined) return [];
  const like = refusals.find(one => one.site !== null && one.site.file === first.site?.file && one.site.unit === first.site.unit && one.status !== 302);
  return [{ kind: 'failOpen', what: termName(run.step.value), refusal: like ? places.of(like.site) : null, ...places.of(first.site ?? run.step.site) }];
}

/** Where something was caught for good: every way to the point came through that catch. */
function caughtAt(path: Path, until: Path): Path | undefined {
  for (let p = path; p !== null && p !== until; p = p.parent) if (!('ways' in p) && p.condition.kind === 'caught') return p;
  return undefined;
}

/** A list of open paths that is looked for in the whole address, with its query string: any address can be made to match. */
function wideAllowList(judged: Judged): readonly GuardFlaw[] {
  const { run, places } = judged;
  const wide = (condition: Condition): condition is Branch => condition.kind === 'branch' && condition.taken && alternatives(condition.test).some(matchesQuery);
  const [first] = onlyOpen(judged, path => always(path, wide, run.entry));
  const by = first === undefined ? undefined : conditionsOf(first.path, run.entry).find(wide);
  if (by === undefined) return [];
  let what = '';
  mentions(by.test, one => { if (what === '' && one.t === 'lit' && typeof one.v === 'string') what = one.v; return what !== ''; });
  return [{ kind: 'wideAllowList', what, refusal: null, ...places.of(by.site) }];
}

/** `req.originalUrl.includes('/public')`: the text may stand in the query string. */
function matchesQuery(test: Value): boolean {
  if (test.t !== 'sym' || test.op !== 'derived') return false;
  const [on, wanted] = test.from;
  if (test.name === 'some' || test.name === '||') return test.from.some(matchesQuery);
  if ((test.name !== 'includes' && test.name !== 'endsWith') || on?.t !== 'text' || stringOf(wanted) === undefined) return false;
  return on.parts.some(part => typeof part !== 'string' && part.t === 'sym' && part.op === 'input' && part.in === 'url');
}

/** Options by which libraries are told not to insist on a credential. */
const LENIENT: ReadonlyMap<string, boolean> = new Map([['credentialsRequired', false], ['passthrough', true], ['authRequired', false], ['sessionRequired', false], ['allow_anon', true]]);

/** A library's guard that was told to let everybody go on. */
function optional({ run, refusals, places }: Judged): readonly GuardFlaw[] {
  if (run.step.value.t !== 'native' || refusals.length > 0 || run.thrown.length > 0) return [];
  const on = run.events.filter(event => event.kind === 'next');
  const by = on.flatMap(event => conditionsOf(event.path, run.entry)).find((one): one is Extract<Condition, { kind: 'verified' }> => one.kind === 'verified');
  if (by === undefined) return [];
  const option = by.site === null ? undefined : optionAt(by.site, places);
  return [{ kind: 'optional', what: option?.text ?? by.by, refusal: null, ...places.of(option?.site ?? by.site ?? run.step.site) }];
}

/** The option of a call that says so, where it is written. */
function optionAt(site: Site, places: Places): { readonly site: Site; readonly text: string } | undefined {
  const unit = places.facts(site.file)?.units[site.unit];
  let found: { site: Site; text: string } | undefined;
  const look = (expr: Expr): void => {
    if (expr.k !== 'call' || expr.n !== site.n) return;
    for (const arg of expr.args) if (arg.k === 'object') for (const prop of arg.props) {
      if (prop.k === 'prop' && typeof prop.key === 'string' && prop.value.k === 'lit' && LENIENT.get(prop.key) === prop.value.v) found = { site: { ...site, n: prop.n }, text: `${prop.key}: ${String(prop.value.v)}` };
    }
  };
  if (unit) visitStatements(unit.body, look);
  return found;
}

const ENFORCES = /^(require|ensure|protect|guard|verify|check|validate|authenticate|authorize|must|assert|restrict|enforce|only|is_?(auth|logged|admin|signed))|^auth$|auth(entication|orization)?_?(guard|middleware|required|check)?$|guard$/i;
const ATTACHES = /optional|maybe|attach|load|current|try|soft|populate|inject|extract|^set|^get|parse|decode|init|context|session|passport|anonymous|public|log|audit|count|track|limit|csrf|captcha|body|input|schema|params|query|cors/i;

/** What is called as if it refused, looks at a credential, and goes on with everybody. */
function neverRefuses({ run, refusals, places }: Judged): readonly GuardFlaw[] {
  const name = termName(run.step.value);
  if (!['fn', 'class', 'instance'].includes(run.step.value.t) || !ENFORCES.test(name) || ATTACHES.test(name)) return [];
  if (refusals.length > 0 || run.thrown.length > 0 || run.uncaught || !run.events.every(event => event.kind === 'next' || event.kind === 'query' || event.kind === 'throw')) return [];
  if (run.events.some(event => event.via === 'next(err)')) return [];
  const on = run.events.filter(event => event.kind === 'next');
  const since = on.flatMap(event => conditionsOf(event.path, run.entry));
  if (!since.some(one => one.kind === 'verified') && !run.reads.some(read => credentialIn(read)?.strength === 'strong')) return [];
  const bad = on.findLast(event => !always(event.path, one => one.kind === 'verified', run.entry));
  return bad === undefined ? [] : [{ kind: 'neverRefuses', what: name, refusal: null, ...places.of(bad.site ?? run.step.site) }];
}

/** `req.headers['x-key'] !== process.env.KEY`: where the setting is missing, a request without the header is equal to it. */
function emptySecret({ run, checks, places }: Judged): readonly GuardFlaw[] {
  const settingOf = (condition: Condition): string | null => {
    if (condition.kind !== 'branch' || condition.test.t !== 'sym' || condition.test.op !== 'derived' || !/^[!=]==?$/.test(condition.test.name)) return null;
    if (condition.taken !== condition.test.name.startsWith('=')) return null;
    const env = condition.test.from.find(one => one.t === 'sym' && one.op === 'env');
    const given = condition.test.from.find(one => one.t === 'sym' && one.op === 'input' && (one.in === 'header' || one.in === 'query' || one.in === 'cookie') && one.path.length === 1);
    return env?.t === 'sym' && env.op === 'env' && given !== undefined ? env.name : null;
  };
  for (const event of run.events) {
    if (event.kind !== 'next' || always(event.path, one => checks.closes(one) && settingOf(one) === null, run.entry)) continue;
    const since = conditionsOf(event.path, run.entry);
    const by = since.find((one): one is Branch => one.kind === 'branch' && settingOf(one) !== null);
    const name = by === undefined ? null : settingOf(by);
    if (by === undefined || name === null || since.some(one => one.kind === 'branch' && one !== by && environmentIn(one.test).includes(name))) continue;
    if (isDemanded(name, run, places)) continue;
    return [{ kind: 'emptySecret', what: name, refusal: null, ...places.of(by.site) }];
  }
  return [];
}

/** Whether the files of the code that ran look at a setting elsewhere (`if (!process.env.KEY) throw …`), or refuse to start without something. */
function isDemanded(name: string, run: StepRun, places: Places): boolean {
  const files = new Set([...run.units].map(key => key.slice(0, key.lastIndexOf('#'))));
  return [...files].some(file => {
    const text = places.text(file) ?? '';
    const inside = [...run.units].filter(key => key.startsWith(`${file}#`) && !key.endsWith('#')).map(key => textOf(key, places) ?? '');
    const outside = inside.reduce((rest, one) => rest.replace(one, ''), text);
    return /process\.exit|throw\s+new|\bassert\w*\(/.test(outside) && outside.split(/[^\w$]+/).includes(name);
  });
}
