import { parse, type TSESTree } from '@typescript-eslint/typescript-estree';
import { createTree, diagnosticsOf, ts } from './source';

export type { TSESTree };

/**
 * The ESTree of one file, with ranges, locations and comments, for the fixes. typescript-estree refuses a text with any syntax error, but
 * what it refuses is the list of diagnostics: given a tree of our own with that list emptied it converts what is there. `null` when it
 * cannot even so; it never throws.
 */
export function parseEstree(file: string, text: string): TSESTree.Program | null {
  try {
    const tree = createTree(file, text, true);
    const diagnostics = diagnosticsOf(tree) as unknown[];
    if (diagnostics.length > 0) dropOpenLists(tree);
    diagnostics.length = 0;
    const options = { filePath: file, allowInvalidAST: true, suppressDeprecatedPropertyWarnings: true, range: true, loc: true, loggerFn: false } as const;
    return convert(tree, { ...options, comment: true }) ?? convert(tree, options);
  } catch {
    return null;
  }
}

/**
 * Lists of type arguments or parameters whose `>` is not typed yet are dropped: the converter looks for it and fails without. It also
 * asks nodes for their tokens, and TypeScript refuses to find names outside of any list there; so they are read before.
 */
function dropOpenLists(tree: ts.SourceFile): void {
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    const lists = node as { typeArguments?: ts.NodeArray<ts.Node> | undefined; typeParameters?: ts.NodeArray<ts.Node> | undefined };
    for (const field of ['typeArguments', 'typeParameters'] as const) {
      const list = lists[field];
      if (list === undefined || isClosed(tree, list.end)) continue;
      node.getChildren(tree);
      lists[field] = undefined;
    }
  };
  visit(tree);
}

/** Whether the next token is a `>`. */
function isClosed(tree: ts.SourceFile, end: number): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, tree.languageVariant, tree.text, undefined, end);
  return scanner.scan() === ts.SyntaxKind.GreaterThanToken;
}

function convert(tree: Parameters<typeof parse>[0] | object, options: object): TSESTree.Program | null {
  try {
    // `parse` takes a ts.SourceFile as its code, which its types do not say.
    return parse(tree as string, options) as TSESTree.Program;
  } catch {
    return null;
  }
}
