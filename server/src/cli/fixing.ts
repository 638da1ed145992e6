import { lineStartsOf, offsetAt } from '../base/lines';
import { applyEdits, type TextEdit } from '../base/span';
import type { Snapshot, Workspace } from '../engine/api';
import type { Finding, Fix } from '../model/finding';

/** One round of repairs: the new texts by file, and for every repair the files that it needs. */
export interface Round { readonly texts: ReadonlyMap<string, string>; readonly repairs: readonly (readonly string[])[] }

/** What a finding's repair is remembered by, so that one that changes nothing is not tried for ever. */
const keyOf = (finding: Finding, fix: Fix): string => JSON.stringify([finding.fingerprint, finding.file, fix.title]);

/** Whether an edit meets one that was accepted: overlapping, touching an insertion, but not the very same edit (a shared import). */
function meets(edit: TextEdit, accepted: readonly TextEdit[]): boolean {
  return accepted.some(other => edit.start <= other.end && other.start <= edit.end && !same(edit, other) && (edit.start < other.end && other.start < edit.end
    || edit.start === edit.end || other.start === other.end));
}
const same = (a: TextEdit, b: TextEdit): boolean => a.start === b.start && a.end === b.end && a.newText === b.newText;

/**
 * Chooses the safe fixes that can be applied together. A fix is taken whole or not at all; one that meets another waits for the next round, when
 * it is computed anew.
 */
export function chooseFixes(snapshot: Snapshot, wanted: (finding: Finding) => boolean, tried: Set<string>, refused: ReadonlySet<string>): Round {
  const accepted = new Map<string, TextEdit[]>();
  const repairs: (readonly string[])[] = [];
  for (const finding of snapshot.findings) {
    if (finding.suppressed !== null || !wanted(finding)) continue;
    const fix = snapshot.fixes(finding).find(one => one.safe && one.edits.length > 0 && !tried.has(keyOf(finding, one)));
    if (fix === undefined) continue;
    const edits = offsetsOf(fix, snapshot);
    if (edits === undefined || edits.some(({ file, edit }) => refused.has(file) || meets(edit, accepted.get(file) ?? []))) continue;
    tried.add(keyOf(finding, fix));
    repairs.push(edits.map(({ file }) => file));
    for (const { file, edit } of edits) {
      const known = accepted.get(file) ?? [];
      if (!known.some(other => same(edit, other))) known.push(edit);
      accepted.set(file, known);
    }
  }
  return { repairs, texts: new Map([...accepted].map(([file, edits]) => [file, applyEdits(snapshot.text(file) ?? '', edits)])) };
}

/** A fix's edits in offsets; undefined when one is for a file without text. */
function offsetsOf(fix: Fix, snapshot: Snapshot): readonly { readonly file: string; readonly edit: TextEdit }[] | undefined {
  const out: { readonly file: string; readonly edit: TextEdit }[] = [];
  for (const { file, range, newText } of fix.edits) {
    const text = snapshot.text(file);
    if (text === undefined) return undefined;
    const starts = lineStartsOf(text);
    out.push({ file, edit: { start: Math.min(offsetAt(starts, range.start), text.length), end: Math.min(offsetAt(starts, range.end), text.length), newText } });
  }
  return out;
}

/** How a round becomes true: on disk, or only in memory. Gives one sentence for every file that could not be changed. */
export type Commit = (texts: ReadonlyMap<string, string>, before: Snapshot) => readonly { readonly file: string; readonly problem: string }[];

export interface Fixed { readonly findings: number; readonly files: readonly string[]; readonly problems: readonly string[] }

/** More rounds than any file needs: every round applies a fix that no round before has tried. */
const MAX_ROUNDS = 200;

/** Applies safe fixes and analyses again until none is left. */
export function applyFixes(workspace: Workspace, wanted: (finding: Finding) => boolean, commit: Commit): Fixed {
  const tried = new Set<string>();
  const refused = new Set<string>();
  const files = new Set<string>();
  const problems: string[] = [];
  let findings = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const snapshot = workspace.snapshot();
    const { texts, repairs } = chooseFixes(snapshot, wanted, tried, refused);
    if (texts.size === 0) break;
    for (const { file, problem } of commit(texts, snapshot)) {
      refused.add(file);
      problems.push(problem);
    }
    for (const file of texts.keys()) if (!refused.has(file)) files.add(file);
    findings += repairs.filter(needed => !needed.some(file => refused.has(file))).length;
  }
  return { findings, files: [...files].sort(), problems };
}
