import type { AliasNode, DocumentEntry, DocumentNode, ParsedDocument, ScalarNode } from './document-tree';
import { createFlowReader, isBlank, quotedAt, resolvePlain } from './document-inline';

/** Deeper nesting is left to the complete reader. */
const MAX_DEPTH = 100;

const TAB = 9;
const LINE = 10;
const RETURN = 13;
const SPACE = 32;
const HASH = 35;
const COLON = 58;

/** Thrown where a text is not written the usual way; the complete reader takes over then. */
export class Unusual extends Error {}

function unusual(): never {
  throw new Unusual();
}

/**
 * Reads the YAML that people write API documents in, many times faster than the complete reader: maps and lists in block style, braces, quotes,
 * texts, anchors and aliases. Null for everything else (tags, complex keys, directives, several documents, tabs, and whatever is an error),
 * so that an answer is always the complete reader's answer.
 */
export function readFlat(text: string): ParsedDocument | null {
  try {
    return { language: 'yaml', root: createReader(text).document(), errors: [], multiple: false };
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}

interface Key { readonly key: string; readonly start: number; readonly end: number; readonly quote: DocumentEntry['quote']; readonly after: number }

function createReader(text: string): { document(): DocumentNode | null } {
  const anchors = new Map<string, DocumentNode>();
  const flow = createFlowReader(text, anchors);
  /** The first content of the line that is to be read, and its column; -1 at the end of the text. */
  let at = 0;
  let column = 0;
  let depth = 0;

  const eolOf = (offset: number): number => {
    const found = text.indexOf('\n', offset);
    return found < 0 ? text.length : found;
  };
  const isDash = (offset: number): boolean => text[offset] === '-' && isBlank(text[offset + 1]);

  /** Goes to the next line with content; true when comments were passed on the way. */
  function nextLine(from: number): boolean {
    let commented = false;
    for (let start = from; ;) {
      if (start >= text.length) { at = text.length; column = -1; return commented; }
      let p = start;
      while (text.charCodeAt(p) === SPACE) p++;
      const char = text[p];
      if (char === '\t') unusual();
      if (char === undefined || char === '\n' || char === '\r' && text[p + 1] === '\n') { start = eolOf(p) + 1; continue; }
      if (char === '#') { commented = true; start = eolOf(p) + 1; continue; }
      if (p === start && (char === '%' || text.startsWith('---', p) || text.startsWith('...', p))) unusual();
      at = p;
      column = p - start;
      return commented;
    }
  }

  /** Ends a line behind a value: nothing but a comment may follow. */
  function endLine(offset: number): void {
    let p = offset;
    while (text[p] === ' ') p++;
    if (text[p] === '#' && p > offset) p = eolOf(p);
    if (text[p] === '\r' && text[p + 1] === '\n') p++;
    if (p < text.length && text[p] !== '\n') unusual();
    nextLine(p + 1);
  }

  /** The key that stands at a place; null when none does. */
  function keyAt(start: number): Key | null {
    const char = text[start] ?? '';
    if (char === '"' || char === "'") {
      const scalar = quotedAt(text, start) ?? unusual();
      let p = scalar.end;
      while (text[p] === ' ') p++;
      if (text[p] !== ':' || !isBlank(text[p + 1])) return null;
      return { key: String(scalar.value), start, end: scalar.end, quote: scalar.quote, after: p + 1 };
    }
    if ('-?:,[]{}#&*!|>%@`'.includes(char)) return null;
    for (let p = start; p < text.length; p++) {
      const one = text.charCodeAt(p);
      if (one > HASH && one !== COLON) continue;
      if (one === LINE) return null;
      if (one === TAB || one === HASH && text.charCodeAt(p - 1) === SPACE) return unusual();
      if (one !== COLON || !isBlank(text[p + 1])) continue;
      let end = p;
      while (text.charCodeAt(end - 1) === SPACE) end--;
      return { key: text.slice(start, end), start, end, quote: 'plain', after: p + 1 };
    }
    return null;
  }

  /** The node that starts with the content of the line; `parent` is the column of what holds it. */
  function blockNode(parent: number): DocumentNode | null {
    if (isDash(at)) return list(column);
    const key = keyAt(at);
    return key === null ? value(at, parent, false) : map(column, key);
  }

  function nested<T>(read: () => T): T {
    if (++depth > MAX_DEPTH) unusual();
    const result = read();
    depth--;
    return result;
  }

  function map(indent: number, first: Key): DocumentNode {
    return nested(() => {
      const entries: DocumentEntry[] = [];
      for (let key: Key = first; ;) {
        const node = value(key.after, indent, true);
        entries.push({ key: key.key, keyStart: key.start, keyEnd: key.end, quote: key.quote, value: node });
        if (column < indent) return { kind: 'map', flow: false, start: first.start, end: node?.end ?? key.end, entries };
        if (column > indent) unusual();
        key = keyAt(at) ?? unusual();
      }
    });
  }

  function list(indent: number): DocumentNode {
    return nested(() => {
      const start = at;
      const items: (DocumentNode | null)[] = [];
      for (;;) {
        const dash = at;
        let p = dash + 1;
        while (text[p] === ' ') p++;
        // A map or list may start on the line of its dash, and is as deep as it stands.
        const key = isDash(p) ? null : keyAt(p);
        if (isDash(p) || key !== null) {
          column += p - dash;
          at = p;
          items.push(key === null ? list(column) : map(column, key));
        } else items.push(value(dash + 1, indent, false) ?? unusual());
        if (column < indent || column === indent && !isDash(at)) return { kind: 'seq', flow: false, start, end: items.at(-1)?.end ?? start, items };
        if (column > indent) unusual();
      }
    });
  }

  /** The value behind a colon or a dash (or of a line of its own) inside of what stands at a column. */
  function value(from: number, parent: number, ofKey: boolean): DocumentNode | null {
    let p = from;
    while (text[p] === ' ') p++;
    let anchor: string | null = null;
    if (text[p] === '&') {
      anchor = wordAt(p + 1);
      p += 1 + anchor.length;
      if (!isBlank(text[p])) unusual();
      while (text[p] === ' ') p++;
    }
    const node = bare(p, parent, ofKey, anchor !== null);
    if (anchor !== null) {
      if (node === null || node.kind === 'alias') unusual();
      anchors.set(anchor, node);
    }
    return node;
  }

  function wordAt(offset: number): string {
    let p = offset;
    while (p < text.length && !/[\s,[\]{}]/.test(text.charAt(p))) p++;
    return p === offset ? unusual() : text.slice(offset, p);
  }

  function bare(p: number, parent: number, ofKey: boolean, anchored: boolean): DocumentNode | null {
    const char = text[p];
    if (char === undefined || char === '\n' || char === '#' || char === '\r' && text[p + 1] === '\n') {
      if (char === '#' && text[p - 1] !== ' ') unusual();
      nextLine(eolOf(p) + 1);
      if (anchored && /[&*]/.test(text.charAt(at))) unusual();
      if (column > parent) return blockNode(parent);
      return ofKey && column === parent && isDash(at) ? list(parent) : null;
    }
    switch (char) {
      case '|': case '>': return block(p, parent);
      case '*': return alias(p, anchored);
      case '"': case "'": return inline(quotedAt(text, p) ?? unusual());
      case '[': case '{': return inline(flow.collection(p, parent) ?? unusual());
      case '&': case '!': case '%': case '@': case '`': case '\t': case ',': case ']': case '}': return unusual();
      default: return plain(p, parent);
    }
  }

  function inline<T extends DocumentNode>(node: T): T {
    endLine(node.end);
    return node;
  }

  function alias(start: number, anchored: boolean): AliasNode {
    if (anchored) unusual();
    const name = wordAt(start + 1);
    return inline({ kind: 'alias', start, end: start + 1 + name.length, name, target: anchors.get(name) ?? unusual() });
  }

  /** The end of a plain scalar on its line, without the blanks and the comment behind it. */
  function plainEnd(start: number): number {
    let end = start;
    for (let p = start; p < text.length; p++) {
      const one = text.charCodeAt(p);
      if (one > HASH && one !== COLON) { end = p + 1; continue; }
      if (one === LINE || one === RETURN) break;
      if (one === TAB || one === COLON && isBlank(text[p + 1])) unusual();
      if (one === HASH && text.charCodeAt(p - 1) === SPACE) break;
      if (one !== SPACE) end = p + 1;
    }
    return end;
  }

  function plain(start: number, parent: number): ScalarNode {
    if (/[-?:]/.test(text.charAt(start)) && isBlank(text[start + 1])) unusual();
    let end = plainEnd(start);
    let content = text.slice(start, end);
    for (let line = end; ;) {
      const stop = eolOf(line);
      const commented = nextLine(stop + 1);
      if (column <= parent) return { kind: 'scalar', start, end, quote: 'plain', value: resolvePlain(content) };
      // A comment ends a plain scalar, so what follows would be an error.
      if (commented || text.slice(line, stop).trim() !== '') unusual();
      const breaks = text.slice(stop, at).split('\n').length - 1;
      line = plainEnd(at);
      content += (breaks > 1 ? '\n'.repeat(breaks - 1) : ' ') + text.slice(at, line);
      end = line;
    }
  }

  /** A text behind `|` or `>`. */
  function block(start: number, parent: number): ScalarNode {
    const header = /[|>]([+-]?)[ ]*(?: #[^\n]*)?\r?(?:\n|$)/y;
    header.lastIndex = start;
    const found = header.exec(text) ?? unusual();
    const lines: string[] = [];
    let indent = -1;
    let end = start + 1;
    let next = start + found[0].length;
    for (; next < text.length;) {
      const stop = eolOf(next);
      const line = text.slice(next, text[stop - 1] === '\r' ? stop - 1 : stop);
      const deep = /^ */.exec(line)?.[0].length ?? 0;
      if (line.includes('\r') || line[deep] === '\t' && (indent < 0 || deep < indent)) unusual();
      if (deep === line.length && (indent < 0 || deep <= indent)) {
        if (indent < 0 && deep > parent + 1) unusual();
        lines.push('');
      } else {
        if (indent < 0 && deep > parent) indent = deep;
        if (deep <= parent) break;
        if (deep < indent) unusual();
        lines.push(line.slice(indent));
        if (deep < line.length) end = next + line.trimEnd().length;
      }
      next = stop + 1;
    }
    if (indent < 0) unusual();
    nextLine(next);
    return { kind: 'scalar', start, end, quote: 'block', value: chomp(text[start] === '|' ? lines.join('\n') : fold(lines), found[1] ?? '') };
  }

  return {
    document() {
      // A lone carriage return is a line ending to the language, and to hardly anybody else.
      if (/\r(?!\n)/.test(text)) unusual();
      let from = text.startsWith('\uFEFF') ? 1 : 0;
      const opening = /(?:[ ]*(?:#[^\n]*)?\r?\n)*---(?: +(?:#[^\n]*)?)?(?:\r?\n|$)/y;
      opening.lastIndex = from;
      from += opening.exec(text)?.[0].length ?? 0;
      nextLine(from);
      if (column < 0) return null;
      const key = keyAt(at);
      const root = key === null ? value(at, -1, false) : map(column, key);
      if (column >= 0 || root?.kind !== 'map') unusual();
      return root;
    },
  };
}

/** Lines of `>` as one text: single line endings are blanks. Lines that stand deeper keep theirs, which the complete reader knows best. */
function fold(lines: readonly string[]): string {
  let folded = '';
  let blank = 0;
  for (const line of lines) {
    if (/^[ \t]/.test(line)) unusual();
    if (line === '') { blank++; continue; }
    folded += (folded === '' || blank > 0 ? '\n'.repeat(blank) : ' ') + line;
    blank = 0;
  }
  return folded;
}

/** A text with the line ending that it has at its end: one, or none. */
function chomp(content: string, indicator: string): string {
  return indicator === '-' ? content.replace(/\n+$/, '') : indicator === '+' ? unusual() : `${content.replace(/\n+$/, '')}\n`;
}
