import { lineStartsOf, offsetAt } from '../base/lines';
import type { Range } from '../base/span';
import type { Fix, RepairIntent } from '../model/finding';
import { fileEdits, type FixContext } from './context';
import { importNames } from './imports';
import { treeOf } from './tree';

type Intent = Extract<RepairIntent, { readonly kind: 'rewrite' }>;

/** Replaces places of a file by texts that may take over others of its texts, and imports the names that these need. */
export function rewrite(intent: Intent, context: FixContext): readonly Fix[] {
  const tree = treeOf(intent.file, context.text(intent.file));
  const [first] = intent.edits;
  if (tree === undefined || first === undefined) return [];
  const starts = lineStartsOf(tree.text);
  const span = (range: Range): { start: number; end: number } => ({ start: offsetAt(starts, range.start), end: offsetAt(starts, range.end) });
  const textOf = (range: Range): string => { const { start, end } = span(range); return tree.text.slice(start, end); };
  const imported = importNames(tree, intent.needs, span(first.range).start);
  if (imported === null) return [];
  const edits = intent.edits.map(({ range, parts }) => ({
    ...span(range),
    newText: parts.map((part) => (typeof part !== 'string' ? textOf(part) : [...imported.renamed].reduce((text, [name, local]) => text.replace(new RegExp(`\\b${name}\\b`), local), part))).join(''),
  }));
  return [{ title: intent.title, safe: intent.safe, edits: fileEdits(tree.file, tree.text, [...imported.edits, ...edits]) }];
}
