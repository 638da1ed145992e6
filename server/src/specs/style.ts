import { entriesOf, followAlias, itemsOf, valueOf, type DocumentNode, type MapNode, type ParsedDocument, type Quote } from '../syntax/document';
import { operationsOf } from './operations';
import type { Version } from './versions';

/** Members of these roles are written on one line where the document does so. */
export type Role = 'parameter' | 'response' | 'schema';

/** How a document is written. */
export interface Style {
  readonly language: 'yaml' | 'json';
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  /** Whether the dashes of a list stand deeper than its key. */
  readonly deepLists: boolean;
  /** For strings that cannot stand without quotes. */
  readonly quote: 'single' | 'double';
  readonly keyQuote: Quote;
  readonly pathQuote: Quote;
  readonly statusQuote: Quote;
  readonly inline: ReadonlySet<Role>;
  /** Whether paths, and the operations of a path, stand apart by an empty line. */
  readonly blankBetweenPaths: boolean;
  readonly blankBetweenMethods: boolean;
}

/** So many nodes are looked at: the habits of a document show early. */
const MAX_NODES = 4000;

/** Learns how a document is written. */
export function styleOf(document: ParsedDocument, text: string, version: Version): Style {
  const { root, language } = document;
  const habits = habitsOf(root, text);
  const quote = habits.single >= habits.double ? 'single' : 'double';
  const paths = valueOf(root, 'paths');
  const operations = operationsOf(root, version).slice(0, 100);
  const statuses = operations.flatMap((found) => entriesOf(valueOf(found.entry.value, 'responses'))).filter((entry) => /^\d/.test(entry.key));
  const keyQuote = language === 'json' ? 'double' : entriesOf(root)[0]?.quote ?? 'plain';
  return {
    language,
    eol: (text.match(/\r\n/g)?.length ?? 0) * 2 > (text.match(/\n/g)?.length ?? 0) ? '\r\n' : '\n',
    unit: language === 'json' ? jsonUnit(root, text) : ' '.repeat(most(habits.steps) ?? 2),
    deepLists: (most(habits.dashes) ?? 1) > 0,
    quote, keyQuote,
    pathQuote: most(entriesOf(paths).map((entry) => entry.quote)) ?? keyQuote,
    statusQuote: most(statuses.map((entry) => entry.quote)) ?? quote,
    inline: inlineRoles(operations.map((found) => followAlias(found.entry.value)), text),
    blankBetweenPaths: paths?.kind === 'map' && standApart(paths, text),
    blankBetweenMethods: operations.some((found) => found.item.kind === 'map' && found.item.entries.length > 1)
      && operations.every((found) => found.item.kind !== 'map' || found.item.entries.length < 2 || standApart(found.item, text)),
  };
}

/** The column of an offset, from zero. */
export function columnOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return offset - start;
}

/** Whether there is a line ending between two offsets. */
export function spansLines(text: string, start: number, end: number): boolean {
  return /[\r\n]/.test(text.slice(start, end));
}

function most<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<readonly [T, number] | undefined>((best, one) => (best === undefined || one[1] > best[1] ? one : best), undefined)?.[0];
}

interface Habits { readonly steps: number[]; readonly dashes: number[]; single: number; double: number }

/** What block maps, lists and quotes of a document look like. */
function habitsOf(root: DocumentNode | null, text: string): Habits {
  const habits: Habits = { steps: [], dashes: [], single: 0, double: 0 };
  const queue: (DocumentNode | null)[] = [root];
  const count = (quote: Quote): void => {
    if (quote === 'single') habits.single++;
    else if (quote === 'double') habits.double++;
  };
  for (let i = 0; i < queue.length && i < MAX_NODES; i++) {
    const node = queue[i];
    if (node?.kind === 'scalar') count(node.quote);
    else if (node?.kind === 'seq') queue.push(...node.items);
    else if (node?.kind === 'map') {
      for (const entry of node.entries) {
        count(entry.quote);
        queue.push(entry.value);
        if (node.flow || entry.value === null || !spansLines(text, entry.keyEnd, entry.value.start)) continue;
        const step = columnOf(text, entry.value.start) - columnOf(text, entry.keyStart);
        if (entry.value.kind === 'map' && step > 0 && step <= 8) habits.steps.push(step);
        if (entry.value.kind === 'seq' && step >= 0) habits.dashes.push(step);
      }
    }
  }
  return habits;
}

/** One level of a JSON text: what stands in front of its first member. */
function jsonUnit(root: DocumentNode | null, text: string): string {
  const first = entriesOf(root)[0];
  if (root === null || first === undefined || !spansLines(text, root.start, first.keyStart)) return '  ';
  return text.slice(first.keyStart - columnOf(text, first.keyStart), first.keyStart) || '  ';
}

/** Whether most entries of a map have an empty line in front. */
function standApart(map: MapNode, text: string): boolean {
  const gaps = map.entries.slice(1).map((entry, index) => {
    const before = map.entries[index];
    return before !== undefined && /\n[ \t]*\r?\n/.test(text.slice(before.value?.end ?? before.keyEnd, entry.keyStart));
  });
  return gaps.length > 0 && gaps.filter(Boolean).length * 2 > gaps.length;
}

function inlineRoles(operations: readonly (DocumentNode | null)[], text: string): ReadonlySet<Role> {
  const parameters = operations.flatMap((node) => itemsOf(valueOf(node, 'parameters'))).filter((node) => node.kind === 'map' && node.entries.length > 1);
  const responses = operations.flatMap((node) => entriesOf(valueOf(node, 'responses')).flatMap((entry) => followAlias(entry.value) ?? []));
  const schemas = parameters.flatMap((node) => valueOf(node, 'schema') ?? []);
  const inline = (nodes: readonly DocumentNode[]): boolean =>
    nodes.filter((node) => node.kind === 'map' && node.flow && !spansLines(text, node.start, node.end)).length * 2 > nodes.length;
  return new Set<Role>([
    ...(inline(parameters) ? ['parameter' as const] : []), ...(inline(responses) ? ['response' as const] : []), ...(inline(schemas) ? ['schema' as const] : []),
  ]);
}
