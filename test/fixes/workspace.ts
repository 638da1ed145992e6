import { lineStartsOf, offsetAt, rangeAt } from '../../server/src/base/lines';
import { applyEdits } from '../../server/src/base/span';
import type { FixContext } from '../../server/src/fixes/context';
import type { ApiModel, Endpoint, GuardReference, Response } from '../../server/src/model/api';
import type { ModuleFacts } from '../../server/src/model/facts';
import type { Fix } from '../../server/src/model/finding';
import { parseEstree } from '../../server/src/syntax/estree';
import { endpoint, guard, model, required } from '../checks/models';

export type Files = Readonly<Record<string, string>>;

/** The span of a piece of a file's text, which must stand there once. */
export function spanOf(files: Files, file: string, piece: string): { readonly start: number; readonly end: number } {
  const text = files[file] ?? '';
  const start = text.indexOf(piece);
  if (start < 0 || text.indexOf(piece, start + 1) >= 0) throw new Error(`${JSON.stringify(piece)} must stand once in ${file}`);
  return { start, end: start + piece.length };
}

/** An endpoint registered by a piece of a file. */
export function registered(files: Files, id: string, file: string, piece: string, parts: Partial<Endpoint> = {}): Endpoint {
  const span = spanOf(files, file, piece);
  return endpoint(id, { file, span, range: rangeAt(lineStartsOf(files[file] ?? ''), span), ...parts });
}

/** The same, with a guard that is written as the reference says. */
export function protectedBy(reference: GuardReference, files: Files, id: string, file: string, piece: string): Endpoint {
  return registered(files, id, file, piece, { auth: required, guards: [guard(reference.text, { reference })] });
}

/** A response place on a piece of a file, with the query that another piece is. */
export function sent(files: Files, file: string, piece: string, query: { readonly piece: string; readonly library: string; readonly entity: string } | null, fields: Response['fields']): Response {
  const range = rangeAt(lineStartsOf(files[file] ?? ''), spanOf(files, file, piece));
  return { file, range, status: 200, complete: true, fields, query: query === null ? null : { file, ...spanOf(files, file, query.piece), library: query.library, entity: query.entity } };
}

/** A context over texts; `exports` lists what files export, as `file: names`. */
export function contextOf(files: Files, endpoints: readonly Endpoint[], parts: Partial<ApiModel> = {}, exports: Readonly<Record<string, readonly string[]>> = {}): FixContext {
  const facts = (file: string): ModuleFacts | undefined => {
    const names = exports[file];
    return names === undefined ? undefined : {
      file, hash: '', lineStarts: [0], imports: [], exports: names.map((name) => ({ kind: 'local', local: name, exported: name })), units: {}, types: {}, errors: [], directives: [], esm: true,
    };
  };
  return { model: model(endpoints, parts), text: (file) => files[file], spec: () => undefined, facts };
}

/** The texts of the files that a fix changes, after it; every changed source file must still parse. */
export function after(files: Files, fix: Fix | undefined): Files {
  if (fix === undefined) throw new Error('there is no fix');
  const out: Record<string, string> = {};
  for (const file of new Set(fix.edits.map((edit) => edit.file))) {
    const text = files[file] ?? '';
    const starts = lineStartsOf(text);
    const edits = fix.edits.filter((edit) => edit.file === file).map((edit) => ({ start: offsetAt(starts, edit.range.start), end: offsetAt(starts, edit.range.end), newText: edit.newText }));
    out[file] = applyEdits(text, edits);
    if (/\.[jt]sx?$/.test(file) && parseEstree(file, out[file] ?? '') === null) throw new Error(`${file} does not parse: ${out[file] ?? ''}`);
  }
  return out;
}
