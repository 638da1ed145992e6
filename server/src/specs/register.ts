import { applyEdits, type TextEdit } from '../base/span';
import type { NewOperation } from '../model/spec';
import { entriesOf, followAlias, parseDocument, valueOf, type DocumentEntry, type DocumentNode, type MapNode } from '../syntax/document';
import { operationTree, writablePath } from './describe';
import { fillEntry, insertMember } from './insert';
import { itemNodes, operationsOf } from './operations';
import { additions } from './preserved';
import { styleOf, type Style } from './style';
import { mapOf, type Member, type Tree } from './tree';
import { versionOf, type Version } from './versions';

interface Document { readonly text: string; readonly root: MapNode; readonly version: Version; readonly style: Style }

/**
 * The edits that write an operation into an OpenAPI document, in the document's own style; nothing else of it changes. Null when the text is no
 * such document, is broken, holds several YAML documents, describes the operation already, cannot describe it, or would need a change elsewhere.
 */
export function registerOperation(text: string, file: string, operation: NewOperation): readonly TextEdit[] | null {
  const parsed = parseDocument(file, text);
  const version = versionOf(parsed.root);
  if (version === null || parsed.root?.kind !== 'map' || parsed.multiple || parsed.errors.length > 0) return null;
  const method = methodKey(operation.method, version);
  const path = writablePath(operation.path);
  if (method === null || !/^\/(?:[^\s{}?#*…]|\{[^\s{}*…]+\})*$/.test(path)) return null;
  const document = { text, root: parsed.root, version, style: styleOf(parsed, text, version) };
  const edits = addition({ ...operation, path }, method, document);
  return edits !== null && holds(edits, text, file, parsed.root, version) ? edits : null;
}

interface MethodKey { readonly key: string; readonly additional: boolean }

/** The key under which a path item holds a method; null when the version cannot say it. */
function methodKey(method: string, version: Version): MethodKey | null {
  const lower = method.toLowerCase();
  if (version.methods.includes(lower)) return { key: lower, additional: false };
  return version.additionalOperations && lower !== 'any' && /^[a-z]+$/.test(lower) ? { key: method.toUpperCase(), additional: true } : null;
}

/** Paths that differ in the names of parameters only are the same to OpenAPI. */
const shapeOf = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');

function addition(operation: NewOperation, method: MethodKey, document: Document): readonly TextEdit[] | null {
  const { root, version } = document;
  const all = entriesOf(valueOf(root, 'paths'));
  const known = all.find((entry) => entry.key === operation.path) ?? all.find((entry) => entry.key.startsWith('/') && shapeOf(entry.key) === shapeOf(operation.path));
  if (known !== undefined) return addMethod(operation, method, known, document);
  const tree = operationTree(operation, { root, version, path: operation.path, item: null });
  return addPath({ key: operation.path, value: method.additional ? mapOf(['additionalOperations', mapOf([method.key, tree])]) : mapOf([method.key, tree]) }, document);
}

/** Adds a method to a path that is there. */
function addMethod(operation: NewOperation, method: MethodKey, known: DocumentEntry, document: Document): readonly TextEdit[] | null {
  const { text, root, version, style } = document;
  // What stands behind an alias is somebody else's too.
  if (known.value?.kind === 'alias') return null;
  const items = itemNodes(root, known.value);
  const item = items.at(-1) ?? null;
  const owners = method.additional ? items.map((node) => valueOf(node, 'additionalOperations')) : items;
  if (owners.some((owner) => entriesOf(owner).some((entry) => entry.key.toUpperCase() === method.key.toUpperCase()))) return null;
  const tree = operationTree(operation, { root, version, path: known.key, item });
  const others = method.additional && item?.kind === 'map' ? item.entries.find((entry) => entry.key === 'additionalOperations') : undefined;
  if (others !== undefined) return into(others.value, others, { key: method.key, value: tree }, document, style.blankBetweenMethods, (entries) => entries.at(-1));
  const member: Member = { key: method.additional ? 'additionalOperations' : method.key, value: method.additional ? mapOf([method.key, tree]) : tree };
  // A reference to another document says that the methods stand there.
  if (item?.kind === 'map' && item.entries.length > 0 && entriesOf(item).some((entry) => entry.key === '$ref')) return null;
  const behind = (entries: readonly DocumentEntry[]): DocumentEntry | undefined => entries.findLast((entry) => version.methods.includes(entry.key)) ?? entries.at(-1);
  if (item?.kind === 'map' && item.entries.length > 0) {
    const after = behind(item.entries);
    return after === undefined ? null : insertMember({ text, style, map: item, after, parent: known.key, apart: style.blankBetweenMethods }, member);
  }
  return into(known.value, known, member, document, false, behind);
}

/** Writes a member into the value of an entry, whether that holds something, is an empty map or is nothing. */
function into(
  value: DocumentNode | null, entry: DocumentEntry, member: Member, document: Document, apart: boolean, behind: (entries: readonly DocumentEntry[]) => DocumentEntry | undefined,
): readonly TextEdit[] | null {
  const { text, style } = document;
  if (value?.kind === 'map' && value.entries.length > 0) {
    const after = behind(value.entries);
    return after === undefined ? null : insertMember({ text, style, map: value, after, parent: entry.key, apart }, member);
  }
  const inBraces = style.language === 'json' || standsInBraces(document.root, entry);
  const filled = inBraces ? null : fillEntry(text, style, entry, member);
  return filled ?? (value?.kind === 'map' ? insertMember({ text, style, map: value, after: null, parent: entry.key, apart: false }, member) : null);
}

/** Whether an entry of the root or of its paths stands inside of braces. */
function standsInBraces(root: MapNode, entry: DocumentEntry): boolean {
  return [root, followAlias(root.entries.find((one) => one.key === 'paths')?.value)].some((map) => map?.kind === 'map' && map.flow && map.start < entry.keyStart && entry.keyEnd < map.end);
}

/** Adds a path: behind the one that shares most with it, else behind the last. */
function addPath(member: Member, document: Document): readonly TextEdit[] | null {
  const { text, root, style, version } = document;
  const paths = root.entries.findLast((entry) => entry.key === 'paths');
  if (paths !== undefined) return into(paths.value, paths, member, document, style.blankBetweenPaths, (entries) => neighbour(entries, member.key));
  const after = root.entries.findLast((entry) => version.beforePaths.includes(entry.key)) ?? root.entries.at(-1);
  const tree: Tree = { kind: 'map', members: [member] };
  return after === undefined ? null : insertMember({ text, style, map: root, after, parent: '', apart: false }, { key: 'paths', value: tree });
}

function neighbour(entries: readonly DocumentEntry[], path: string): DocumentEntry | undefined {
  const parts = shapeOf(path).split('/').slice(1);
  const shared = (entry: DocumentEntry): number => {
    const own = shapeOf(entry.key).split('/').slice(1);
    const differs = parts.findIndex((part, index) => own[index] !== part);
    return differs < 0 ? parts.length : differs;
  };
  const own = entries.filter((entry) => entry.key.startsWith('/'));
  const best = own.reduce<{ readonly entry: DocumentEntry; readonly shares: number } | null>((found, entry) => {
    const shares = shared(entry);
    return shares > 0 && shares >= (found?.shares ?? 0) ? { entry, shares } : found;
  }, null);
  return best?.entry ?? own.at(-1) ?? entries.at(-1);
}

/** Whether the edited text says what it said, and one operation more. */
function holds(edits: readonly TextEdit[], text: string, file: string, root: DocumentNode, version: Version): boolean {
  const after = parseDocument(file, applyEdits(text, edits));
  if (after.errors.length > 0 || after.multiple || additions(root, after.root) !== 1) return false;
  // More than one: the path item stands behind an alias or a reference elsewhere, which would get the operation too.
  return operationsOf(after.root, version).length === operationsOf(root, version).length + 1;
}
