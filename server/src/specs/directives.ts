import { positionAt, type LineStarts } from '../base/lines';
import type { DirectiveFact } from '../model/facts';
import { DIRECTIVE, parseDirective } from '../syntax/directive';
import type { DocumentNode, ParsedDocument } from '../syntax/document';

/** Where keys and scalars stand, in the order of the text: there, what looks like a comment is text. Aliases are not followed: each text is looked at where it stands. */
function textsOf(root: DocumentNode | null): readonly { readonly start: number; readonly end: number }[] {
  const texts: { readonly start: number; readonly end: number }[] = [];
  const open: (DocumentNode | null)[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node?.kind === 'scalar') texts.push(node);
    else if (node?.kind === 'seq') open.push(...node.items);
    else if (node?.kind === 'map') {
      for (const entry of node.entries) {
        texts.push({ start: entry.keyStart, end: entry.keyEnd });
        open.push(entry.value);
      }
    }
  }
  return texts.sort((one, other) => one.start - other.start);
}

/** Every suppression comment of a document: after `#` in YAML, after `//` or in a block in JSON with comments. */
export function readDirectives(language: ParsedDocument['language'], root: DocumentNode | null, text: string, lineStarts: LineStarts): readonly DirectiveFact[] {
  if (!text.includes(DIRECTIVE)) return [];
  const texts = textsOf(root);
  let next = 0;
  const isInText = (offset: number): boolean => {
    while ((texts[next]?.end ?? Infinity) <= offset) next++;
    return (texts[next]?.start ?? Infinity) <= offset;
  };
  // In YAML a `#` starts a comment only at the start of a line or after a space.
  const opening = language === 'yaml' ? '(?<![^\\s])#+' : '//+|/\\*+';
  return [...text.matchAll(new RegExp(`(${opening})\\s*${DIRECTIVE}(?![\\w-])`, 'g'))].flatMap((match): DirectiveFact[] => {
    if (isInText(match.index)) return [];
    const after = match.index + match[0].length;
    const isBlock = match[1]?.startsWith('/*') === true;
    const length = isBlock ? text.indexOf('*/', after) - after : text.slice(after).search(/[\r\n]/);
    const contentEnd = length < 0 ? text.length : after + length;
    const end = isBlock && length >= 0 ? contentEnd + 2 : contentEnd;
    return [{ start: match.index, end, line: positionAt(lineStarts, end).line + 1, ...parseDirective(text.slice(after, contentEnd).replace(/\s+/g, ' ')) }];
  });
}
