import type { Quote } from '../syntax/document';
import type { Role, Style } from './style';
import type { Member, Tree } from './tree';

/** What is written on one line may be so long. */
const MAX_INLINE = 110;

/** How a map in braces is written. */
export interface FlowStyle {
  /** Quoted as JSON is. */
  readonly json: boolean;
  readonly colon: string;
  readonly comma: string;
  /** Between a brace and what it holds. */
  readonly pad: string;
}

/** Braces as people write them into block-style YAML, or into JSON. */
export function usualFlow(style: Style): FlowStyle {
  return { json: style.language === 'json', colon: ': ', comma: ', ', pad: ' ' };
}

const RESERVED = /^(true|false|null|yes|no|on|off|y|n|~)$/i;

/** Whether YAML reads these characters as this string without quotes. Rather too strict than wrong. */
function plainSafe(text: string, flow: boolean): boolean {
  if (!/^[A-Za-z_/$][\w\-/{}.:~@$+*() ]*$/.test(text) || /[ :]$|: /.test(text) || RESERVED.test(text)) return false;
  return !flow || !/[{}[\],:]/.test(text);
}

function quoted(text: string, quote: Quote, style: Style): string {
  const kind = quote === 'single' || quote === 'double' ? quote : style.quote;
  // Only double quotes can say control characters and line endings.
  if (kind === 'double' || /[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe]/.test(text)) return JSON.stringify(text);
  return `'${text.replace(/'/g, "''")}'`;
}

function scalarText(value: string | boolean, style: Style, flow: FlowStyle | null): string {
  if (typeof value === 'boolean') return String(value);
  if (flow?.json === true) return JSON.stringify(value);
  return plainSafe(value, flow !== null) ? value : quoted(value, 'plain', style);
}

function keyText(key: string, style: Style, flow: FlowStyle | null): string {
  if (flow?.json === true) return JSON.stringify(key);
  const wanted = key.startsWith('/') ? style.pathQuote : /^\d+$/.test(key) ? style.statusQuote : style.keyQuote;
  if (wanted === 'plain' && /^\d{3}$/.test(key)) return key;
  return wanted === 'plain' && plainSafe(key, flow !== null) ? key : quoted(key, wanted, style);
}

/** A tree on one line. */
export function flowText(tree: Tree, style: Style, flow: FlowStyle): string {
  if (tree.kind === 'value') return scalarText(tree.value, style, flow);
  if (tree.kind === 'list') return `[${tree.items.map((item) => flowText(item, style, flow)).join(flow.comma)}]`;
  return tree.members.length === 0 ? '{}' : `{${flow.pad}${tree.members.map((member) => flowMember(member, style, flow)).join(flow.comma)}${flow.pad}}`;
}

/** A member on one line. */
export function flowMember(member: Member, style: Style, flow: FlowStyle): string {
  return `${keyText(member.key, style, flow)}${flow.colon}${flowText(member.value, style, flow)}`;
}

/** The role of a member's value, by the key it stands under and that key's own. */
const roleOf = (key: string, parent: string): Role | null => (key === 'schema' ? 'schema' : parent === 'responses' ? 'response' : null);

/** A tree on one line if the document writes its like so, or if there is nothing in it. */
function inlineText(tree: Tree, role: Role | null, style: Style, flow: FlowStyle): string | null {
  const empty = (tree.kind === 'list' && tree.items.length === 0) || (tree.kind === 'map' && tree.members.length === 0);
  if (tree.kind !== 'value' && !empty && (role === null || !style.inline.has(role))) return null;
  const text = flowText(tree, style, flow);
  return empty || tree.kind === 'value' || text.length <= MAX_INLINE ? text : null;
}

/** A member in block style, line by line, the first one without indentation. */
export function blockLines(member: Member, parent: string, style: Style): readonly string[] {
  const key = keyText(member.key, style, null);
  const { value } = member;
  if (value.kind === 'value') return [`${key}: ${scalarText(value.value, style, null)}`];
  const inline = inlineText(value, roleOf(member.key, parent), style, usualFlow(style));
  if (inline !== null) return [`${key}: ${inline}`];
  if (value.kind === 'map') return [`${key}:`, ...value.members.flatMap((one) => blockLines(one, member.key, style)).map((line) => style.unit + line)];
  const indent = style.deepLists ? style.unit : '';
  return [`${key}:`, ...value.items.flatMap((item) => itemLines(item, member.key, style)).map((line) => indent + line)];
}

function itemLines(item: Tree, parent: string, style: Style): readonly string[] {
  const inline = inlineText(item, parent === 'parameters' ? 'parameter' : null, style, usualFlow(style));
  if (inline !== null) return [`- ${item.kind === 'value' ? scalarText(item.value, style, null) : inline}`];
  const lines = item.kind === 'map' ? item.members.flatMap((one) => blockLines(one, '', style)) : item.kind === 'list' ? item.items.flatMap((one) => itemLines(one, '', style)) : [];
  return lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

/** A member in braces over several lines, the first one without indentation. */
export function flowLines(member: Member, parent: string, style: Style, flow: FlowStyle): readonly string[] {
  const key = `${keyText(member.key, style, flow)}${flow.colon}`;
  const [first = '', ...rest] = treeLines(member.value, member.key, roleOf(member.key, parent), style, flow);
  return [key + first, ...rest];
}

function treeLines(tree: Tree, key: string, role: Role | null, style: Style, flow: FlowStyle): readonly string[] {
  const inline = inlineText(tree, role, style, flow);
  if (inline !== null) return [inline];
  const parts = tree.kind === 'map' ? tree.members.map((one) => flowLines(one, key, style, flow))
    : tree.kind === 'list' ? tree.items.map((item) => treeLines(item, '', key === 'parameters' ? 'parameter' : null, style, flow)) : [];
  const lines = parts.flatMap((part, index) => part.map((line, at) => `${style.unit}${line}${at === part.length - 1 && index < parts.length - 1 ? ',' : ''}`));
  return tree.kind === 'map' ? ['{', ...lines, '}'] : ['[', ...lines, ']'];
}
