import { positionAt, type LineStarts } from '../base/lines';
import type { DirectiveFact } from '../model/facts';
import { DIRECTIVE, parseDirective } from '../syntax/directive';
import { ts } from '../syntax/source';

/** The deepest node whose text, with the space and comments before it, covers an offset; null in the space after the last one. */
function nodeAt(tree: ts.SourceFile, offset: number): ts.Node {
  let at: ts.Node = tree;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(at, (child) => (child.pos <= offset && offset < child.end ? child : undefined));
    if (inner === undefined) return at;
    at = inner;
  }
}

/** Whether an offset lies in a comment: not in a leaf's own text. Between the leaves there is only punctuation, which is not asked about. */
function isInComment(tree: ts.SourceFile, offset: number): boolean {
  const node = nodeAt(tree, offset);
  // JSX text counts among the literals, and its start does not step over what looks like a comment.
  const isLeaf = ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isIdentifier(node);
  return !isLeaf || offset < node.getStart(tree);
}

/** Every suppression comment of a file; the same words in a string, a template or JSX text are text. */
export function readDirectives(tree: ts.SourceFile, text: string, lineStarts: LineStarts): DirectiveFact[] {
  const found: DirectiveFact[] = [];
  if (!text.includes(DIRECTIVE)) return found;
  const pattern = new RegExp(`(//+|/\\*+)\\s*${DIRECTIVE}(?![\\w-])`, 'g');
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const opening = match[1] ?? '';
    if (!isInComment(tree, match.index)) continue;
    const after = match.index + match[0].length;
    const closing = opening.startsWith('//') ? text.slice(after).search(/[\r\n]/) : text.indexOf('*/', after) - after;
    const contentEnd = closing < 0 ? text.length : after + closing;
    const end = opening.startsWith('//') || closing < 0 ? contentEnd : contentEnd + 2;
    const rest = text.slice(after, contentEnd).replace(/\r\n?|\n/g, ' ');
    found.push({ start: match.index, end, line: positionAt(lineStarts, end).line + 1, ...parseDirective(rest) });
    pattern.lastIndex = end;
  }
  return found;
}
