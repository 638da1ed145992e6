import { findNodeAtLocation, getNodeValue, parse, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';

/** Where something stands in a JSON text. */
export interface JsoncSpan { readonly start: number; readonly end: number }

/** A place where a text is not JSON (comments and trailing commas are allowed). */
export interface JsoncError extends JsoncSpan { readonly message: string }

/** A JSON text with comments and the places of what it says. */
export interface JsoncDocument {
  /** The value; undefined when the text holds none. */
  readonly value: unknown;
  readonly errors: readonly JsoncError[];
  /** The span of the value at a path of keys and indexes; undefined when there is none. */
  valueAt(path: readonly (string | number)[]): JsoncSpan | undefined;
  /** The span of the key that leads to the value at a path; undefined for elements of lists and for what is not there. */
  keyAt(path: readonly (string | number)[]): JsoncSpan | undefined;
}

const options = { allowTrailingComma: true, allowEmptyContent: false };

/** The value of a JSON text with comments and trailing commas, as far as it can be understood; undefined when there is none. Never throws. */
export function parseJsonc(text: string): unknown {
  try {
    return parse(text, [], options) as unknown;
  } catch {
    // The parser is recursive: only nesting beyond the stack ends it.
    return undefined;
  }
}

const spanOf = (node: Node | undefined): JsoncSpan | undefined => node && { start: node.offset, end: node.offset + node.length };

/** What the parser calls `PropertyNameExpected`, in words. */
const wordsOf = (error: ParseError): string => printParseErrorCode(error.error).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

/** Reads a JSON text with comments and trailing commas, with positions. Never throws. */
export function readJsonc(text: string): JsoncDocument {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, options);
  } catch {
    return { value: undefined, errors: [{ start: 0, end: text.length, message: 'nested too deeply' }], valueAt: () => undefined, keyAt: () => undefined };
  }
  const nodeAt = (path: readonly (string | number)[]): Node | undefined => root && findNodeAtLocation(root, [...path]);
  return {
    value: root && (getNodeValue(root) as unknown),
    errors: errors.map(error => ({ start: error.offset, end: error.offset + error.length, message: wordsOf(error) })),
    valueAt: path => spanOf(nodeAt(path)),
    keyAt(path) {
      const parent = nodeAt(path)?.parent;
      return parent?.type === 'property' ? spanOf(parent.children?.[0]) : undefined;
    },
  };
}
