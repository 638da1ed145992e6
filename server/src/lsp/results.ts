import type { Diagnostic } from 'vscode-languageserver';
import { hashText } from '../base/hash';
import type { Snapshot } from '../engine/api';
import type { ConfigProblem } from '../host/config';
import type { Finding } from '../model/finding';
import type { ClientFeatures } from './client-features';
import { configDiagnostic, diagnosticOf } from './findings';
import type { Folder } from './folder';
import { canonical, uriOf } from './locations';
import type { Services } from './services';
import { URI } from 'vscode-uri';

/** The diagnostics of one file under an id that names their content: equal diagnostics have equal ids, in every process. */
export interface FileResult { readonly id: string; readonly items: readonly Diagnostic[] }

/** The result of a file without diagnostics. */
export const nothing: FileResult = { id: 'none', items: [] };

/** A result from diagnostics. */
export function resultOf(items: readonly Diagnostic[]): FileResult {
  return items.length === 0 ? nothing : { id: hashText(JSON.stringify(items)), items };
}

/** Two results about one file as one. */
export function merged(a: FileResult, b: FileResult): FileResult {
  if (b.items.length === 0) return a;
  return a.items.length === 0 ? b : { id: `${a.id}.${b.id}`, items: [...a.items, ...b.items] };
}

/** The findings of a folder by file, as the editor gets them. */
export interface FolderResults {
  /** All files that have diagnostics, by canonical URI. Made once per snapshot; asking again costs nothing. */
  all(): ReadonlyMap<string, FileResult>;
}

/** Whether a finding is shown. */
export const isShown = (finding: Finding): boolean => finding.suppressed === null;

/** Results over a folder. While the engine cannot give a snapshot, the folder has only the problems of its configuration. */
export function createResults(folder: Folder, services: Pick<Services, 'documentation'>, features: ClientFeatures): FolderResults {
  let made: { readonly snapshot: Snapshot | undefined; readonly problems: readonly ConfigProblem[]; readonly results: ReadonlyMap<string, FileResult> } | undefined;
  return {
    all() {
      const snapshot = folder.snapshot();
      const problems = folder.problems();
      if (made !== undefined && made.snapshot === snapshot && made.problems === problems) return made.results;
      const results = new Map<string, FileResult>();
      for (const file of snapshot?.filesWithFindings ?? []) {
        const items = snapshot?.findingsOf(file).filter(isShown).map(finding => diagnosticOf(finding, folder.root, services, features)) ?? [];
        if (items.length > 0) results.set(uriOf(folder.root, file), resultOf(items));
      }
      for (const problem of problems) {
        const uri = canonical(URI.file(problem.file).toString());
        results.set(uri, merged(resultOf([configDiagnostic(problem)]), results.get(uri) ?? nothing));
      }
      made = { snapshot, problems, results };
      return results;
    },
  };
}
