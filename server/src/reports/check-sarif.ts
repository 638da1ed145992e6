import type { Log, Notification, PhysicalLocation, Region, ReportingDescriptor, Result, Fix as SarifFix } from 'sarif';
import type { Range } from '../base/span';
import type { Finding, Fix, Severity, Suppression } from '../model/finding';
import { byText, orderedCoverage, orderedFindings, type CheckReport } from './report';
import type { RuleInfo } from './rule';

const ROOT = 'ROOT';

const levelOf = (severity: Severity): 'error' | 'warning' | 'note' => severity === 'error' || severity === 'warning' ? severity : 'note';

/** A relative path as a URI reference: every character of a name that means something in an address is escaped. */
const uriOf = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

/** The folder as a `file:` address that ends in a slash. */
function rootUri(root: string): string {
  const path = root.replaceAll('\\', '/').replace(/\/*$/, '/');
  return `file://${path.startsWith('/') ? '' : '/'}${path.split('/').map((part, index) => index <= 1 && /^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)).join('/')}`;
}

const regionOf = ({ start, end }: Range): Region => ({ startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column });
const placeOf = (file: string, region: Region): PhysicalLocation => ({ artifactLocation: { uri: uriOf(file), uriBaseId: ROOT }, region });

/** `auth/missing-authentication` as `MissingAuthentication`, for viewers that show names. */
const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1).replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

function ruleJson(rule: RuleInfo): ReportingDescriptor {
  return {
    id: rule.id,
    name: nameOf(rule.id),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: `${rule.why}\n\n${rule.remedy}`, markdown: `${rule.why}\n\n${rule.remedy}` },
    ...(rule.url === null ? {} : { helpUri: rule.url }),
    defaultConfiguration: { level: levelOf(rule.severity) },
    properties: { tags: ['security', rule.owasp, `external/cwe/cwe-${rule.cwe}`] },
  };
}

/** A comment stands in the source; configuration and baseline outside of it. */
const suppressionJson = ({ by, reason, until }: Suppression): NonNullable<Result['suppressions']>[number] => ({
  kind: by === 'comment' ? 'inSource' : 'external', status: 'accepted', justification: until === null ? reason : `${reason} (until ${until})`,
});

function fixJson(fix: Fix): SarifFix {
  const files = [...new Set(fix.edits.map(({ file }) => file))];
  return {
    description: { text: fix.title },
    artifactChanges: files.map(file => ({
      artifactLocation: { uri: uriOf(file), uriBaseId: ROOT },
      replacements: fix.edits.filter(edit => edit.file === file).map(({ range, newText }) => ({ deletedRegion: regionOf(range), insertedContent: { text: newText } })),
    })),
    properties: { safe: fix.safe },
  };
}

function resultJson(finding: Finding, fixes: readonly Fix[], ruleIndex: number): Result {
  return {
    ruleId: finding.check,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: levelOf(finding.severity),
    message: { text: finding.message },
    locations: [{
      physicalLocation: placeOf(finding.file, regionOf(finding.range)),
      ...(finding.endpoint === null ? {} : { logicalLocations: [{ fullyQualifiedName: finding.endpoint, kind: 'resource' }] }),
    }],
    partialFingerprints: { 'routewarden/v1': finding.fingerprint },
    relatedLocations: finding.related.map((one, id) => ({ id, message: { text: one.message }, physicalLocation: placeOf(one.file, regionOf(one.range)) })),
    // Present on all results or on none, says the standard; an empty list means that nobody suppressed it.
    suppressions: finding.suppressed === null ? [] : [suppressionJson(finding.suppressed)],
    ...(fixes.length === 0 ? {} : { fixes: fixes.map(fixJson) }),
    properties: { severity: finding.severity, endpoint: finding.endpoint, pointer: finding.pointer },
  };
}

/** What was not looked at, so that a partial analysis does not look like a clean one. */
function notifications(report: CheckReport): Notification[] {
  const { skipped, unresolved } = orderedCoverage(report.coverage);
  return [
    ...skipped.map(({ file, reason }): Notification => ({
      level: 'warning', message: { text: `Skipped: ${reason}` }, locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: ROOT } } }],
    })),
    ...unresolved.map(({ file, line, reason }): Notification => ({
      level: 'note', message: { text: `Not resolved: ${reason}` }, locations: [{ physicalLocation: placeOf(file, { startLine: Math.max(1, line) }) }],
    })),
  ];
}

/** Findings as SARIF 2.1.0. */
export function checkSarif(report: CheckReport): string {
  const rules = [...report.rules].sort((a, b) => byText(a.id, b.id));
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: report.tool.name, version: report.tool.version, semanticVersion: report.tool.version, rules: rules.map(ruleJson) } },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { [ROOT]: { uri: rootUri(report.root), description: { text: 'The root of the workspace.' } } },
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report) }],
      results: orderedFindings(report.findings).map(finding => resultJson(finding, report.fixes(finding), indexes.get(finding.check) ?? -1)),
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
