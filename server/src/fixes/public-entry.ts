import type { Endpoint } from '../model/api';
import type { Fix } from '../model/finding';
import { eolOf, fileEdits, indentAt, type FixContext } from './context';
import { appendItem, bracketsOf } from './lists';
import { bare, propertyOf, treeOf } from './tree';

const configName = 'routewarden.config.json';

/** The configuration that speaks for a file: the nearest one above it; where it would be created when there is none. */
function configFor(file: string, context: FixContext): { readonly path: string; readonly text: string | undefined } {
  const folders = file.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const path = [...folders.slice(0, depth), configName].join('/');
    const text = context.text(path);
    if (text !== undefined) return { path, text };
  }
  return { path: configName, text: undefined };
}

/** Lists an endpoint as open on purpose in the configuration; the reason is left to the person. */
export function publicEntryFix(endpoint: Endpoint, context: FixContext): readonly Fix[] {
  const { path, text } = configFor(endpoint.file, context);
  const entry = `{ "endpoint": ${JSON.stringify(endpoint.id)}, "reason": "describe why" }`;
  const title = `Say in ${path} that ${endpoint.id} is open on purpose`;
  if (text === undefined || text.trim() === '') {
    const end = text === undefined ? [] : fileEdits(path, text, [{ start: 0, end: text.length, newText: '' }]);
    const start = { line: 1, column: 1 };
    return [{ title, safe: false, edits: [{ file: path, range: end[0]?.range ?? { start, end: start }, newText: `{\n  "public": [\n    ${entry}\n  ]\n}\n` }] }];
  }
  // JSON with comments is an expression of JavaScript; one bracket in front makes a statement of it.
  const tree = treeOf('config.js', `(${text})`);
  const [statement] = tree?.program.body ?? [];
  const root = statement?.type === 'ExpressionStatement' ? bare(statement.expression) : undefined;
  if (tree === undefined || root?.type !== 'ObjectExpression') return [];
  const list = propertyOf(root, 'public')?.value;
  const eol = eolOf(text);
  const indent = root.properties[0] === undefined ? '  ' : indentAt(tree.text, root.properties[0].range[0]);
  const inner = list?.type === 'ArrayExpression' ? list.elements.filter((element) => element !== null) : undefined;
  let edits;
  if (list === undefined) {
    const value = `"public": [${eol}${indent}${indent}${entry}${eol}${indent}]`;
    edits = root.properties.length === 0
      ? [{ start: root.range[0] + 1, end: root.range[1] - 1, newText: `${eol}${indent}${value}${eol}` }]
      : appendItem(tree.text, bracketsOf(root), root.properties, value);
  } else if (list.type !== 'ArrayExpression' || inner === undefined) return [];
  else if (inner.length === 0) edits = [{ start: list.range[0], end: list.range[1], newText: `[${eol}${indent}${indent}${entry}${eol}${indent}]` }];
  else edits = appendItem(tree.text, bracketsOf(list), inner, entry);
  const shifted = edits.map((edit) => ({ ...edit, start: edit.start - 1, end: edit.end - 1 }));
  return [{ title, safe: false, edits: fileEdits(path, text, shifted) }];
}
