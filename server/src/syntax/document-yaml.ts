import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type Document, type Node, type Scalar } from 'yaml';
import type { SyntaxErrorFact } from '../model/facts';
import type { DocumentEntry, DocumentNode, ParsedDocument, Quote, ScalarNode } from './document-tree';

/** Reads any YAML through the `yaml` package. Throws where that does: on nesting beyond the stack. */
export function readYaml(text: string): ParsedDocument {
  // Unique keys are asked for by comparing every pair, which is quadratic; who reads the tree takes the last of two.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  let first: Document.Parsed | undefined;
  let count = 0;
  for (const document of composer.compose(new Parser().parse(text))) {
    first ??= document;
    // An end marker, or a comment behind it, starts no document that says anything.
    if (count === 0 || document.contents !== null || document.directives.docStart === true) count++;
  }
  if (first === undefined) return { language: 'yaml', root: null, errors: [], multiple: false };
  const errors = first.errors.map((error): SyntaxErrorFact => ({ ...spanIn(text, error.pos[0], error.pos[1]), message: error.message }));
  return { language: 'yaml', root: convert(first.contents, text, new Map()), errors, multiple: count > 1 };
}

function spanIn(text: string, start: number, end: number): { start: number; end: number } {
  const from = Math.max(0, Math.min(start, text.length - 1));
  return { start: from, end: Math.min(text.length, Math.max(end, from + 1)) };
}

/** A node without its comments and blank lines. Anchors stand in front of what refers to them, so one pass knows every target. */
function convert(node: Node | null, text: string, anchors: Map<string, DocumentNode>): DocumentNode | null {
  if (node === null || node.range == null) return null;
  const [start, stop] = node.range;
  if (isAlias(node)) return { kind: 'alias', start, end: stop, name: node.source, target: anchors.get(node.source) ?? null };
  let made: DocumentNode;
  if (isMap(node)) {
    const entries = node.items.flatMap((pair) => entry(pair.key as Node | null, pair.value as Node | null, text, anchors));
    const last = entries.at(-1);
    const end = node.flow === true || last === undefined ? stop : Math.max(last.keyEnd, last.value?.end ?? 0);
    made = { kind: 'map', flow: node.flow === true, start, end, entries };
  } else if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node | null, text, anchors));
    const end = node.flow === true ? stop : items.at(-1)?.end ?? start + text.slice(start, stop).trimEnd().length;
    made = { kind: 'seq', flow: node.flow === true, start, end, items };
  } else if (isScalar(node)) {
    // Nothing behind a colon or a dash is an empty scalar to the package and no node here.
    if (stop <= start && node.type === 'PLAIN') return null;
    made = scalar(node, start, stop, text);
  } else return null;
  if (node.anchor !== undefined) anchors.set(node.anchor, made);
  return made;
}

const quotes: Readonly<Record<string, Quote>> = { QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double', BLOCK_LITERAL: 'block', BLOCK_FOLDED: 'block' };

function scalar(node: Scalar, start: number, stop: number, text: string): ScalarNode {
  const quote = quotes[node.type ?? ''] ?? 'plain';
  let end = stop;
  while (quote === 'block' && end > start && /\s/.test(text.charAt(end - 1))) end--;
  const value = node.value;
  const known = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', start, end, quote, value: known ? value : String(value) };
}

/** A key that is no scalar has no name that anybody could ask for. */
function entry(key: Node | null, value: Node | null, text: string, anchors: Map<string, DocumentNode>): DocumentEntry[] {
  const node = convert(key, text, anchors);
  const child = convert(value, text, anchors);
  if (node?.kind !== 'scalar') return [];
  return [{ key: node.quote === 'plain' ? text.slice(node.start, node.end) : String(node.value), keyStart: node.start, keyEnd: node.end, quote: node.quote, value: child }];
}
