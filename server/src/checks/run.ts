import { hashText } from '../base/hash';
import type { ApiModel, Endpoint } from '../model/api';
import type { Config, Preset } from '../model/config';
import type { Finding, Severity } from '../model/finding';
import type { About, AnyCheck, Check, CheckContext, Draft, Subjects } from './check';
import { checks as allChecks } from './index.generated';

/** What the engine adds: overrides by glob (checks know no globs) and, in tests, other checks than the built-in ones. */
export interface RunOptions {
  /** The severity that an override gives a check in a file; undefined where none speaks. */
  readonly severityOf?: (check: string, file: string) => Severity | 'off' | undefined;
  readonly checks?: readonly AnyCheck[];
}

/** Severity by configuration: the check's own entry wins over its group's, then the preset decides; undefined leaves the check's word. */
export function configuredSeverity(check: Pick<AnyCheck, 'id' | 'presets' | 'owasp'>, config: Config): Severity | 'off' | undefined {
  const group = check.id.slice(0, check.id.indexOf('/'));
  const own = config.checks[check.id] ?? config.checks[`${group}/*`] ?? config.checks[group];
  if (own !== undefined) return own;
  return inPreset(check, config.preset) ? undefined : 'off';
}

/** Whether a preset holds a check. */
export function inPreset(check: Pick<AnyCheck, 'presets' | 'owasp'>, preset: Preset): boolean {
  switch (preset) {
    case 'all': return true;
    case 'owasp-api-2023': return /^API\d+:2023$/.test(check.owasp);
    default: return check.presets.includes(preset);
  }
}

/** What each kind of check is asked about, one by one. Endpoints whose code is being typed are left out: their findings wait. */
function subjectsOf(model: ApiModel): { readonly [K in About]: readonly Subjects[K][] } {
  const endpoints = model.endpoints.filter((endpoint) => !endpoint.broken);
  const byId = firstById(endpoints);
  return {
    endpoint: endpoints,
    response: endpoints.flatMap((endpoint) => endpoint.responses.map((response) => ({ endpoint, response }))),
    operation: model.operations,
    pair: model.pairings.flatMap((pairing) => {
      const endpoint = byId.get(pairing.endpoint);
      return endpoint === undefined ? [] : [{ endpoint, pairing }];
    }),
    // An application's own question needs to see all of its endpoints, the half-typed ones too.
    application: model.applications.map((application) => ({ application, endpoints: model.endpoints.filter((endpoint) => endpoint.application === application.id) })),
    call: model.calls,
  };
}

function firstById(endpoints: readonly Endpoint[]): ReadonlyMap<string, Endpoint> {
  return new Map([...endpoints].reverse().map((endpoint) => [endpoint.id, endpoint]));
}

function contextOf(model: ApiModel, config: Config): CheckContext {
  const endpoints = firstById(model.endpoints);
  const operations = new Map([...model.operations].reverse().map((operation) => [operation.id, operation]));
  return { model, config, endpoint: (id) => endpoints.get(id), operation: (id) => operations.get(id) };
}

function draftsOf<K extends About>(check: Check<K>, subjects: readonly Subjects[K][], context: CheckContext): readonly Draft[] {
  return subjects.flatMap((subject) => check.run(subject, context));
}

/** Asks one check about everything of its kind. The switch ties each kind of check to its kind of subject. */
function askAll(check: AnyCheck, subjects: { readonly [K in About]: readonly Subjects[K][] }, context: CheckContext): readonly Draft[] {
  switch (check.about) {
    case 'endpoint': return draftsOf(check, subjects.endpoint, context);
    case 'response': return draftsOf(check, subjects.response, context);
    case 'operation': return draftsOf(check, subjects.operation, context);
    case 'pair': return draftsOf(check, subjects.pair, context);
    case 'application': return draftsOf(check, subjects.application, context);
    case 'call': return draftsOf(check, subjects.call, context);
  }
}

const byPlace = (a: Finding, b: Finding): number =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column ||
  (a.check < b.check ? -1 : a.check > b.check ? 1 : 0) || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0);

/**
 * Runs the checks over a model: findings with the severities of the configuration, ordered by file and place. Suppressions and baseline
 * are applied by the engine, which knows texts and globs.
 */
export function runChecks(model: ApiModel, config: Config, options: RunOptions = {}): readonly Finding[] {
  const subjects = subjectsOf(model);
  const context = contextOf(model, config);
  const findings = (options.checks ?? allChecks).flatMap((check) => {
    const configured = configuredSeverity(check, config);
    // Without overrides a check that is off need not run at all.
    if (configured === 'off' && options.severityOf === undefined) return [];
    return merged(askAll(check, subjects, context), context).flatMap((draft): readonly Finding[] => {
      const severity = options.severityOf?.(check.id, draft.place.file) ?? configured ?? draft.severity ?? check.severity;
      return severity === 'off' ? [] : [findingOf(check, draft, severity)];
    });
  });
  return numbered(findings.sort(byPlace));
}

/** One finding for one place: an answer that several endpoints give is told once, of the one that is registered there, with the others beside it. */
function merged(drafts: readonly Draft[], context: CheckContext): readonly Draft[] {
  const byKey = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = JSON.stringify([draft.place.file, draft.place.range, draft.endpoint === null ? null : '', draft.pointer ?? null, draft.severity ?? null, draft.subject]);
    (byKey.get(key) ?? byKey.set(key, []).get(key))?.push(draft);
  }
  const isThere = ({ endpoint, place }: Draft): boolean => endpoint !== null && context.endpoint(endpoint)?.file === place.file;
  return [...byKey.values()].flatMap((same) => {
    const own = same.find(isThere) ?? same[0];
    if (own === undefined) return [];
    const others = new Set(same.map((one) => one.endpoint).filter((id) => id !== null && id !== own.endpoint));
    return [{ ...own, related: [...own.related, ...[...others].map((id) => ({ message: `the same holds for ${id ?? ''}`, ...own.place }))] }];
  });
}

function findingOf(check: AnyCheck, draft: Draft, severity: Severity): Finding {
  return {
    check: check.id, severity, message: draft.message,
    file: draft.place.file, range: draft.place.range,
    endpoint: draft.endpoint, pointer: draft.pointer ?? null,
    fingerprint: hashText(JSON.stringify([check.id, draft.endpoint, draft.pointer ?? null, draft.subject])),
    owasp: check.owasp, cwe: check.cwe,
    related: draft.related, repairs: draft.repairs, suppressed: null,
  };
}

/** Natural keys may meet (the same endpoint in two applications); the second and later ones get their number, in order of place. */
function numbered(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, count);
    return count === 1 ? finding : { ...finding, fingerprint: hashText(`${finding.fingerprint} ${count}`) };
  });
}
