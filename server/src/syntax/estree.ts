import { parse, type TSESTree } from '@typescript-eslint/typescript-estree';
import { createTree, diagnosticsOf } from './source';

export type { TSESTree };

/**
 * The ESTree of one file, with ranges, locations and comments, for the fixes. typescript-estree refuses a text with any syntax error, but
 * what it refuses is the list of diagnostics: given a tree of our own with that list emptied it converts what is there. `null` when it
 * cannot even so; it never throws.
 */
export function parseEstree(file: string, text: string): TSESTree.Program | null {
  try {
    const tree = createTree(file, text, true);
    (diagnosticsOf(tree) as unknown[]).length = 0;
    const options = { filePath: file, allowInvalidAST: true, suppressDeprecatedPropertyWarnings: true, range: true, loc: true, loggerFn: false } as const;
    return convert(tree, { ...options, comment: true }) ?? convert(tree, options);
  } catch {
    return null;
  }
}

function convert(tree: Parameters<typeof parse>[0] | object, options: object): TSESTree.Program | null {
  try {
    // `parse` takes a ts.SourceFile as its code, which its types do not say.
    return parse(tree as string, options) as TSESTree.Program;
  } catch {
    return null;
  }
}
