import { MarkupKind, type Hover, type Position } from 'vscode-languageserver';
import type { Snapshot } from '../engine/api';
import type { Endpoint } from '../model/api';
import { authSentence, endpointNotes, pairingWords } from '../reports/words';
import { lspRange, shownPlace, touches, uriOf } from './locations';

/** More endpoints than these on one line are only counted. */
const MAX_ENDPOINTS = 4;
const MAX_FIELDS = 12;

/** The words of a hover, as Markdown or as plain text. */
interface Writer { text(words: string): string; strong(words: string): string; code(words: string): string; link(file: string, range: Endpoint['range']): string }

/** What is known of the endpoints that are registered at a position; null when there is none. */
export function endpointHover(snapshot: Snapshot, file: string, position: Position, root: string, markdown: boolean): Hover | null {
  // Only the line that a registration starts on: its span holds the whole handler, and a hover there would be in the way.
  const at = (endpoint: Endpoint): boolean => {
    const range = lspRange(endpoint.range);
    const firstLine = range.start.line === range.end.line ? range : { start: range.start, end: { line: range.start.line, character: Number.MAX_SAFE_INTEGER } };
    return endpoint.file === file && touches(firstLine, { start: position, end: position });
  };
  const found = snapshot.model.endpoints.filter(at);
  const [first] = found;
  if (first === undefined) return null;
  const writer = markdown ? markdownWriter(root) : plainWriter;
  const parts = found.slice(0, MAX_ENDPOINTS).map(endpoint => describe(endpoint, snapshot, writer));
  if (found.length > MAX_ENDPOINTS) parts.push(writer.text(`And ${found.length - MAX_ENDPOINTS} more endpoints.`));
  return { contents: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value: parts.join(markdown ? '\n\n---\n\n' : '\n\n') }, range: lspRange(first.range) };
}

function describe(endpoint: Endpoint, snapshot: Snapshot, { text, strong, code, link }: Writer): string {
  const { auth } = endpoint;
  const notes = endpointNotes(endpoint);
  const evidence = auth.evidence.map(({ message, file, range }, index) => `${index + 1}. ${text(message)} (${link(file, range)})`);
  const fields = endpoint.responses.flatMap(response => response.fields).filter(field => field.class !== null);
  const sensitive = [...new Map(fields.map(field => [field.path, `${code(field.path)} ${text(`(${field.class ?? ''}${field.source === null ? '' : `, ${field.source}`})`)}`])).values()];
  const pairing = snapshot.model.pairings.find(one => one.endpoint === endpoint.id);
  const operation = pairing?.pointer == null ? undefined : snapshot.model.operations.find(one => one.document === pairing.document && one.pointer === pairing.pointer);
  return [
    `${strong(endpoint.id)} ${text(`· ${notes.join(' · ')}`)}`,
    `${strong('Authentication')} ${text(authSentence(auth))}`,
    ...(evidence.length === 0 ? [] : [evidence.join('\n')]),
    ...(sensitive.length === 0 ? [] : [`${strong('Sensitive fields sent')} ${sensitive.slice(0, MAX_FIELDS).join(', ')}${sensitive.length > MAX_FIELDS ? text(` and ${sensitive.length - MAX_FIELDS} more`) : ''}`]),
    `${strong('OpenAPI')} ${text(pairingWords(pairing))}${operation === undefined ? '' : ` (${link(operation.document, operation.range)})`}`,
  ].join('\n\n');
}

const plainWriter: Writer = { text: words => words, strong: words => `${words}:`, code: words => words, link: (file, range) => shownPlace(file, range.start) };

function markdownWriter(root: string): Writer {
  // Words come from the workspace: nothing in them may become a link, an image or HTML.
  const text = (words: string): string => words.replace(/[\\`*_[\]#+!|<>~]/g, character => `\\${character}`).replace(/\s+/g, ' ');
  const code = (words: string): string => `\`${words.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
  return {
    text, code,
    strong: words => `**${text(words)}**`,
    link: (file, range) => `[${text(shownPlace(file, range.start))}](${uriOf(root, file)}#L${range.start.line})`,
  };
}
