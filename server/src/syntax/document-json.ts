import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { DocumentEntry, DocumentNode, ParsedDocument } from './document-tree';

/** Reads JSON, comments and trailing commas allowed. Throws where the package does: on nesting beyond the stack. */
export function readJson(text: string): ParsedDocument {
  const found: ParseError[] = [];
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  const tree = parseTree(from === 0 ? text : ` ${text.slice(from)}`, found, { allowTrailingComma: true, allowEmptyContent: true });
  const errors = found.map((error) => {
    const start = Math.max(0, Math.min(error.offset, text.length - 1));
    return { start, end: Math.min(text.length, Math.max(error.offset + error.length, start + 1)), message: wordsOf(error) };
  });
  return { language: 'json', root: tree === undefined ? null : convert(tree), errors, multiple: false };
}

/** What the parser calls `PropertyNameExpected`, in words. */
const wordsOf = (error: ParseError): string => `The text is not JSON here: ${printParseErrorCode(error.error).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}.`;

function convert(node: Node): DocumentNode | null {
  const start = node.offset;
  const end = node.offset + node.length;
  switch (node.type) {
    case 'object': return { kind: 'map', flow: true, start, end, entries: (node.children ?? []).flatMap(entry) };
    case 'array': return { kind: 'seq', flow: true, start, end, items: (node.children ?? []).map(convert) };
    case 'property': return null;
    default: return { kind: 'scalar', start, end, quote: node.type === 'string' ? 'double' : 'plain', value: node.value as string | number | boolean | null };
  }
}

function entry(node: Node): DocumentEntry[] {
  const [key, value] = node.children ?? [];
  if (key === undefined) return [];
  return [{ key: String(key.value), keyStart: key.offset, keyEnd: key.offset + key.length, quote: 'double', value: value === undefined ? null : convert(value) }];
}
