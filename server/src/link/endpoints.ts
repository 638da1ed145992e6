import type { BodyField, Endpoint, Guard, Parameter, Response, ResponseField } from '../model/api';
import type { Config } from '../model/config';
import type { Evidence } from '../model/finding';
import type { ModuleFacts, Site } from '../model/facts';
import type { Value } from '../evaluate/value';
import type { RawEndpoint } from '../dialects/dialect';
import { joinComponents } from '../dialects/paths';
import { accessesOf } from './access';
import { ignoresCaller } from './caller';
import { classifyField } from './classify';
import { termName } from './credentials';
import type { Answer, EndpointRun } from './exchange';
import { statusesOf, statusOf } from './exchange';
import { publicReason } from './intent';
import type { JudgeContext } from './judge';
import { judge } from './judge';
import { lateGuards } from './late-guards';
import type { Places } from './places';
import { settle, waitingPlaces } from './places';
import { unsignedSender } from './webhook';

/** `METHOD /path` of an endpoint as declared. */
export function endpointId(raw: RawEndpoint): string {
  return `${raw.method} ${joinComponents(raw.components)}`;
}

/** Whether a run shows a route that always goes on: a middleware that was written as a route. */
export function isPassThrough(run: EndpointRun): boolean {
  const handler = run.steps.find(one => one.step.kind === 'handler');
  return handler !== undefined && !handler.opaque && !handler.exhausted && handler.events.some(event => event.kind === 'next' && event.via === 'next')
    && !handler.events.some(event => event.kind === 'respond' && (statusOf(event) ?? 200) < 300);
}

/** Whether a handler asks nobody for anything and says nothing. What it holds in memory is not told from what is written, so any body counts. */
function isInert(run: EndpointRun): boolean {
  const handler = run.steps.find(one => one.step.kind === 'handler');
  if (handler === undefined || handler.opaque || handler.foreign || run.exhausted || !run.reached || handler.events.some(event => event.kind === 'query')) return false;
  return run.answers.length > 0 && run.answers.every(({ event: { value } }) => value.t === 'lit' && (value.v === undefined || value.v === null || value.v === ''));
}

/** Says why a guard lets an endpoint through that refuses others; null when none does. */
export type Exempt = (guards: readonly Guard[]) => Evidence | null;

/** The endpoint of the model, from its declaration and its run. */
export function endpointOf(run: EndpointRun, context: JudgeContext, config: Config, exempt: Exempt = () => null): Endpoint {
  const raw = run.endpoint;
  const { places } = context;
  const { guards, auth } = judge(run, context);
  const owned = accessesOf(run, guards, places);
  const span = places.span(raw.site);
  const path = joinComponents(raw.components);
  const responses = responsesOf(run, context);
  const inputs = run.reads.map(one => ({ source: one.in, path: one.path }));
  const handlerSite = raw.handler?.t === 'fn' ? raw.handler.site : raw.handlerSite;
  const handler = run.steps.find(one => one.step.kind === 'handler');
  // Who calls is a question where nobody is asked, where a guard has a flaw, or where only the files in front of Next's handlers ask.
  const matters = auth.status === 'none' || auth.status === 'optional' || guards.some(guard => guard.flaws !== undefined) || (auth.status === 'required' && raw.framework === 'next');
  const late = auth.status === 'none' || !run.reached ? lateGuards(run.late, context) : [];
  const base: Omit<Endpoint, 'auth'> = {
    id: `${raw.method} ${path}`, method: raw.method, path, pathComplete: raw.components.every(one => one.complete),
    components: raw.components.filter(one => one.text !== '').map(one => ({ ...places.head(one.site ?? raw.site), text: one.text })),
    protocol: raw.protocol, application: raw.application?.id ?? '', framework: raw.framework, state: raw.state,
    handler: raw.handler ? { ...places.of(handlerSite), name: nameOf(raw.handler) } : null,
    span: { start: span?.start ?? 0, end: span?.end ?? 0 }, guards, ...places.head(raw.site),
    parameters: parametersOf(path, inputs), requestBody: bodyOf(inputs, raw, config), responses, rateLimited: null,
    deprecated: raw.deprecated, sunset: null, broken: isBroken(raw.site, run.units, places.facts), inert: isInert(run), ...owned,
    ...late.length > 0 ? { late } : {}, ...matters && handler !== undefined && ignoresCaller(handler, places) ? { ignoresCaller: true as const } : {},
    assumptions: raw.components.flatMap(one => one.assumptions).map(one => ({ message: `assumes ${one.name} is '${one.value}'`, ...places.head(one.at ?? raw.site) })),
  };
  if (auth.status !== 'none' && auth.status !== 'optional') return { ...base, auth };
  const sender = unsignedSender(run, auth.status, places);
  const open = sender === null ? base : { ...base, unsignedWebhook: sender };
  const reason = publicReason(base, config, auth.status === 'none' ? 'any' : 'sign-in');
  const why = reason === null ? exempt(guards) : { message: reason, ...places.head(raw.site) };
  return { ...open, auth: why === null ? auth : { ...auth, status: 'public', evidence: [why, ...auth.evidence] } };
}

const nameOf = (handler: Value): string => handler.t === 'fn' && handler.name === null ? 'anonymous' : termName(handler);

/** What is kept of a run: an endpoint whose places wait, and what it depends on. The values of the run are let go. */
export interface Judged {
  readonly waiting: Endpoint;
  readonly passThrough: boolean;
  /** Its evaluation ended for want of budget. */
  readonly exhausted: boolean;
  readonly site: Site;
  readonly querySites: readonly (Site | null)[];
  readonly units: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

/** Judges a run and keeps what is needed to place it in any later text. */
export function judgeRun(run: EndpointRun, context: JudgeContext, config: Config, exempt?: Exempt): Judged {
  const waiting = endpointOf(run, { ...context, places: waitingPlaces(context.places) }, config, exempt);
  const files = new Set<string>([run.endpoint.site.file]);
  for (const component of run.endpoint.components) if (component.site) files.add(component.site.file);
  for (const step of run.endpoint.steps) if (step.site) files.add(step.site.file);
  for (const key of run.units) files.add(key.slice(0, key.lastIndexOf('#')));
  return { waiting, passThrough: run.endpoint.ordered && isPassThrough(run), exhausted: run.exhausted, site: run.endpoint.site, querySites: told(run).map(({ answer }) => answer.shape.query?.site ?? null), units: run.units, files };
}

/** The endpoint of a judged run in the current text. */
export function settleEndpoint(judged: Judged, places: Places): Endpoint {
  const settled = settle(judged.waiting, places);
  let half = false;
  for (const file of judged.files) half ||= (places.facts(file)?.errors.length ?? 0) > 0;
  const span = places.span(judged.site);
  const responses = settled.responses.map((response, index) => {
    const at = places.span(judged.querySites[index] ?? null);
    return response.query && at ? { ...response, query: { ...response.query, ...at } } : response;
  });
  return { ...settled, responses, span: { start: span?.start ?? 0, end: span?.end ?? 0 }, broken: half && isBroken(judged.site, judged.units, places.facts) };
}

/** Whether the code of an endpoint is half typed: a syntax error in its registration or in a function that ran for it. */
export function isBroken(site: Site, units: ReadonlySet<string>, facts: (file: string) => ModuleFacts | undefined): boolean {
  const touches = (file: string, unit: string): boolean => {
    const module = facts(file);
    if (!module || module.errors.length === 0) return false;
    const where = module.units[unit];
    return where !== undefined && module.errors.some(error => error.end >= where.start && error.start <= where.end);
  };
  if (site.unit === '') {
    // The top level is the whole file: only the registration itself counts.
    const module = facts(site.file);
    const top = module?.units[''];
    const [start, end] = [top?.spans[2 * site.n], top?.spans[2 * site.n + 1]];
    if (module && start !== undefined && end !== undefined && module.errors.some(error => error.end >= start && error.start <= end)) return true;
  } else if (touches(site.file, site.unit)) return true;
  for (const key of units) {
    const cut = key.lastIndexOf('#');
    if (key.length > cut + 1 && touches(key.slice(0, cut), key.slice(cut + 1))) return true;
  }
  return false;
}

/** The answers, each as often as there are statuses that it may have. */
function told(run: EndpointRun): { readonly answer: Answer; readonly status: number | null }[] {
  return run.answers.flatMap(answer => statusesOf(answer.event).map(status => ({ answer, status })));
}

function responsesOf(run: EndpointRun, context: JudgeContext): Response[] {
  const complete = run.steps.every(one => one.step.kind !== 'handler' || !one.exhausted);
  return told(run).map(({ answer: { event, shape }, status }) => {
    const { query } = shape;
    const span = context.places.span(query?.site ?? null);
    return {
      ...context.places.of(event.site), status, complete: shape.complete && complete, fields: mergeFields(shape.fields),
      query: query && span ? { file: span.file, start: span.start, end: span.end, library: query.library, entity: query.entity } : null,
    };
  });
}

const mergeFields = (fields: readonly ResponseField[]): readonly ResponseField[] => [...new Map(fields.map(field => [field.path, field])).values()];

interface Input { readonly source: string; readonly path: readonly string[] }

function parametersOf(path: string, inputs: readonly Input[]): Parameter[] {
  const out = new Map<string, Parameter>();
  for (const [, name = ''] of path.matchAll(/\{([^}…]+)\}/g)) {
    const bare = name.replace(/[*?]+$/, '');
    out.set(`path.${bare}`, { name: bare, in: 'path', required: !name.endsWith('?'), schema: { type: 'string' } });
  }
  for (const { source, path: [name] } of inputs) {
    if (name === undefined || name === '*' || (source !== 'query' && source !== 'header' && source !== 'cookie')) continue;
    out.set(`${source}.${name}`, { name, in: source, required: false, schema: null });
  }
  return [...out.values()].sort((a, b) => a.in.localeCompare(b.in) || a.name.localeCompare(b.name));
}

/** Members that only lists have, and nobody calls a field. */
const LIST_MEMBERS: ReadonlySet<string> = new Set(['map', 'forEach', 'every', 'some', 'flatMap', 'reduce', 'findIndex', 'slice', 'splice', 'concat', 'length']);

function bodyOf(inputs: readonly Input[], raw: RawEndpoint, config: Config): Endpoint['requestBody'] {
  const body = inputs.filter(one => one.source === 'body');
  if (body.length === 0 || raw.method === 'GET' || raw.method === 'HEAD') return null;
  const fields = new Map<string, BodyField>();
  // A body that is read as a list has no fields of its own.
  const isList = body.some(({ path: [name] }) => name !== undefined && LIST_MEMBERS.has(name));
  for (const { path } of isList ? [] : body) {
    const [name] = path;
    if (name !== undefined && /^\w+$/.test(name)) fields.set(name, { path: name, type: null, class: classifyField(name, { entity: null, type: null, add: config.sensitive.add, remove: config.sensitive.remove }) });
  }
  return { fields: [...fields.values()].sort((a, b) => a.path.localeCompare(b.path)), validated: raw.bodyValidated };
}

