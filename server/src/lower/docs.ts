import { ts } from '../syntax/source';

/**
 * JSDoc comments by hand: the parser is told to skip them, because reading all of them costs more than finding the few that are asked for.
 * `starts` are the offsets of every `/**` of the text, most of which are comments.
 */
export interface DocIndex {
  readonly text: string;
  readonly starts: readonly number[];
  /** Functions and classes that are documented by the statement or property around them. */
  readonly inherited: Map<ts.Node, string>;
}

/** Finds where JSDoc comments may start. */
export function indexDocs(text: string): DocIndex {
  const starts: number[] = [];
  for (let at = text.indexOf('/**'); at !== -1; at = text.indexOf('/**', at + 3)) starts.push(at);
  return { text, starts, inherited: new Map() };
}

function hasStartWithin(starts: readonly number[], from: number, to: number): boolean {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((starts[mid] ?? 0) < from) low = mid + 1;
    else high = mid;
  }
  const found = starts[low];
  return found !== undefined && found < to;
}

/** The text of the last JSDoc comment in the trivia before a node, without its stars; null when there is none. */
export function docBefore(docs: DocIndex, pos: number, start: number): string | null {
  if (docs.starts.length === 0 || !hasStartWithin(docs.starts, pos, start)) return null;
  const isDoc = (range: ts.CommentRange): boolean => range.end <= start && range.end > range.pos + 4 && docs.text.startsWith('/**', range.pos);
  // What stands on the line of the token before belongs to that one, unless the node itself follows on the same line.
  const last = ts.getLeadingCommentRanges(docs.text, pos)?.findLast(isDoc)
    ?? ts.getTrailingCommentRanges(docs.text, pos)?.findLast((range) => isDoc(range) && !/[\r\n]/.test(docs.text.slice(range.end, start)));
  if (last === undefined) return null;
  return docs.text
    .slice(last.pos + 3, docs.text.startsWith('*/', last.end - 2) ? last.end - 2 : last.end)
    .split(/\r\n?|\n/)
    .map((line, index) => (index === 0 ? line.trimStart() : line.replace(/^\s*\* ?/, '')).trimEnd())
    .join('\n')
    .trim();
}

const isFunctionOrClass = (node: ts.Node): boolean => ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node);

/** Whether some earlier call of a chain (`a.get(f).post(g)`) takes a function: then nobody knows which one is documented. */
function chainsOverFunctions(call: ts.CallExpression): boolean {
  let at: ts.Expression = call.expression;
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at) || ts.isCallExpression(at)) {
    if (ts.isCallExpression(at) && at.arguments.some(isFunctionOrClass)) return true;
    at = at.expression;
  }
  return false;
}

/**
 * Lets the functions that an expression is about inherit a comment: the expression itself, the right side of an assignment, the
 * arguments of a call (`router.get('/x', (req, res) => …)`, `wrap(async () => …)`).
 */
export function inheritDoc(docs: DocIndex, expression: ts.Expression, doc: string): void {
  if (isFunctionOrClass(expression)) docs.inherited.set(expression, doc);
  else if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression) || ts.isAwaitExpression(expression)) {
    inheritDoc(docs, expression.expression, doc);
  } else if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken) inheritDoc(docs, expression.right, doc);
  else if (ts.isCallExpression(expression) && !chainsOverFunctions(expression)) for (const argument of expression.arguments) inheritDoc(docs, argument, doc);
}
