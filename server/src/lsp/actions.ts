import { CodeActionKind, LSPErrorCodes, ResponseError, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver';
import type { Snapshot } from '../engine/api';
import type { Finding } from '../model/finding';
import type { ClientFeatures } from './client-features';
import type { DiagnosticData } from './findings';
import { lspRange, touches } from './locations';
import { isShown } from './results';
import { suppressionEdit } from './suppression-edit';
import { workspaceEditOf, type EditTarget } from './workspace-edit';

/** What a code action carries until it is resolved: the finding by its natural key, and which of its repairs. */
interface ActionData { readonly uri: string; readonly fingerprint: string; readonly fix: string | null }

/** What the actions of one file need. */
export interface ActionContext {
  readonly snapshot: Snapshot;
  readonly file: string;
  readonly target: (file: string) => EditTarget;
  readonly features: ClientFeatures;
}

const isData = (data: unknown): data is ActionData => typeof data === 'object' && data !== null && 'fingerprint' in data && 'uri' in data && 'fix' in data;

/** The document that an action is about; undefined when it is none of ours. */
export function actionUri(action: CodeAction): string | undefined {
  return isData(action.data) ? action.data.uri : undefined;
}

function fingerprintOf(diagnostic: Diagnostic): string | undefined {
  const data: unknown = diagnostic.data;
  return typeof data === 'object' && data !== null && 'fingerprint' in data ? (data as DiagnosticData).fingerprint : undefined;
}

/** The repairs of the findings in a range, and the way to suppress each. Edits come later where the client asks for them. */
export function actionsIn(params: CodeActionParams, context: ActionContext): CodeAction[] {
  const { only, diagnostics } = params.context;
  if (only !== undefined && !only.some(kind => kind === '' || CodeActionKind.QuickFix === kind || CodeActionKind.QuickFix.startsWith(`${kind}.`))) return [];
  const findings = context.snapshot.findingsOf(context.file).filter(finding => isShown(finding) && touches(lspRange(finding.range), params.range));
  const actions = findings.flatMap((finding) => {
    const shown = diagnostics.filter(diagnostic => fingerprintOf(diagnostic) === finding.fingerprint);
    const about = { kind: CodeActionKind.QuickFix, ...(shown.length > 0 ? { diagnostics: shown } : {}) };
    const data = (fix: string | null): ActionData => ({ uri: params.textDocument.uri, fingerprint: finding.fingerprint, fix });
    const offered = context.snapshot.fixes(finding);
    // "Auto fix" takes what is preferred without showing it, as `--fix` does: both take only what is safe.
    const preferred = offered.find(({ safe }) => safe);
    const fixes = offered.map((fix): CodeAction => ({ ...about, title: fix.title, data: data(fix.title), ...(fix === preferred ? { isPreferred: true } : {}) }));
    return [...fixes, { ...about, title: `Suppress ${finding.check} here with a reason`, data: data(null) }];
  });
  const possible = actions.filter(action => isData(action.data) && (action.data.fix !== null || editOf(action, context) !== null));
  return context.features.resolveEdits ? possible : possible.flatMap((action) => {
    const edit = editOf(action, context);
    return edit === null ? [] : [{ ...action, edit }];
  });
}

/** An action with its edits, against what the editor shows now. */
export function resolveAction(action: CodeAction, context: ActionContext): CodeAction | ResponseError<void> {
  const edit = editOf(action, context);
  return edit === null
    ? new ResponseError(LSPErrorCodes.ContentModified, `"${action.title}" no longer fits what is in the file; ask for the fixes again.`)
    : { ...action, edit };
}

function editOf(action: CodeAction, context: ActionContext): CodeAction['edit'] | null {
  const data: unknown = action.data;
  if (!isData(data)) return null;
  const finding: Finding | undefined = context.snapshot.findingsOf(context.file).find(({ fingerprint }) => fingerprint === data.fingerprint);
  if (finding === undefined) return null;
  if (data.fix === null) return suppressionEdit(finding.check, finding.range.start.line - 1, context.file, context.target(context.file), context.features);
  const fix = context.snapshot.fixes(finding).find(({ title }) => title === data.fix);
  return fix === undefined ? null : workspaceEditOf(fix, context.target, context.features);
}
