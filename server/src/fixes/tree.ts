import { parseEstree, type TSESTree } from '../syntax/estree';

export type Node = TSESTree.Node;
export type { TSESTree };

/** A file's text with its tree. */
export interface SourceTreeOf { readonly file: string; readonly text: string; readonly program: TSESTree.Program }

/** Parses a file for fixing; undefined when there is no tree. */
export function treeOf(file: string, text: string | undefined): SourceTreeOf | undefined {
  const program = text === undefined ? null : parseEstree(file, text);
  return text === undefined || program === null ? undefined : { file, text, program };
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string' && Array.isArray((value as { range?: unknown }).range);

/** The nodes right below a node, in the order of its properties. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([key, value]: readonly [string, unknown]) => (key === 'parent' || key === 'comments' || key === 'tokens' ? [] : Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));
}

/** All nodes of a tree, parents first. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** The chain of nodes around a span, from the program to the innermost that contains it. */
export function pathTo(program: TSESTree.Program, start: number, end: number): readonly Node[] {
  const path: Node[] = [program];
  for (;;) {
    const next = childrenOf(path[path.length - 1] ?? program).find((child) => child.range[0] <= start && child.range[1] >= end);
    if (next === undefined) return path;
    path.push(next);
  }
}

/** An expression without what TypeScript, `await`, `!` and optional chaining put around it. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'AwaitExpression': return bare(node.argument);
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression': return bare(node.expression);
    default: return node;
  }
}

/** The innermost call around (or at) a span, in a chain of nodes. */
export function innermostCall(path: readonly Node[]): TSESTree.CallExpression | undefined {
  return path.findLast((node): node is TSESTree.CallExpression => node.type === 'CallExpression');
}

/** The plain name of an object's property or a pattern's, whether written as a name or as a string. */
export function keyOf(property: Node): string | null {
  if (property.type !== 'Property' || property.computed) return null;
  return property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : null;
}

/** A property of an object literal by its name. */
export function propertyOf(object: TSESTree.ObjectExpression, name: string): TSESTree.Property | undefined {
  return object.properties.find((property): property is TSESTree.Property => keyOf(property) === name);
}

/** The object literal behind a property, if it is one. */
export function objectOf(object: TSESTree.ObjectExpression, name: string): TSESTree.ObjectExpression | undefined {
  const value = propertyOf(object, name)?.value;
  const plain = value === undefined ? undefined : bare(value);
  return plain?.type === 'ObjectExpression' ? plain : undefined;
}

/** The offset of the next character that is neither white space nor comment. */
export function skipTrivia(text: string, offset: number): number {
  const trivia = /(?:\s|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y;
  trivia.lastIndex = offset;
  return trivia.exec(text) === null ? offset : trivia.lastIndex;
}

/** Every place where a file binds a name: declarations, parameters, imports, functions, classes, catch clauses. */
export function bindingsOf(program: TSESTree.Program, name: string): readonly { readonly node: TSESTree.Identifier; readonly path: readonly Node[] }[] {
  const found: { node: TSESTree.Identifier; path: readonly Node[] }[] = [];
  const visit = (node: Node, path: readonly Node[]): void => {
    const here = [...path, node];
    for (const child of childrenOf(node)) {
      if (child.type === 'Identifier' && child.name === name && binds(node, child, here)) found.push({ node: child, path: here });
      visit(child, here);
    }
  };
  visit(program, []);
  return found;
}

function binds(parent: Node, child: TSESTree.Identifier, path: readonly Node[]): boolean {
  switch (parent.type) {
    case 'VariableDeclarator': return parent.id === child;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': return parent.id === child || parent.params.includes(child);
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'TSEnumDeclaration': return parent.id === child;
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier': return parent.local === child;
    case 'CatchClause': return parent.param === child;
    case 'RestElement':
    case 'ArrayPattern': return true;
    case 'AssignmentPattern': return parent.left === child;
    case 'Property': return parent.value === child && path.at(-2)?.type === 'ObjectPattern';
    default: return false;
  }
}
