import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { Finding, Severity } from '../model/finding';
import type { ConfigProblem } from '../host/config';
import type { ClientFeatures } from './client-features';
import { lspRange, uriOf } from './locations';
import type { Services } from './services';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint,
};

/** The name that stands behind every message of ours. */
export const source = 'routewarden';

/** What a diagnostic carries to the code actions: the finding, by the key that survives edits. */
export interface DiagnosticData { readonly fingerprint: string }

/** A finding as the editor shows it, with its proof as related information. */
export function diagnosticOf(finding: Finding, root: string, services: Pick<Services, 'documentation'>, features: ClientFeatures): Diagnostic {
  const page = features.codeDescription ? services.documentation(finding.check) : null;
  const data: DiagnosticData = { fingerprint: finding.fingerprint };
  return {
    range: lspRange(finding.range),
    severity: severities[finding.severity],
    source,
    code: finding.check,
    message: finding.message,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    ...(features.related && finding.related.length > 0
      ? { relatedInformation: finding.related.map(({ message, file, range }) => ({ message, location: { uri: uriOf(root, file), range: lspRange(range) } })) }
      : {}),
    data,
  };
}

/** What is wrong with the configuration, at the place in the file. */
export function configDiagnostic({ range, message }: ConfigProblem): Diagnostic {
  return {
    range: range === null ? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } : lspRange(range),
    severity: DiagnosticSeverity.Error, source, code: 'configuration', message,
  };
}
