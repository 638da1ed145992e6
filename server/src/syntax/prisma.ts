import { lineStartsOf, rangeAt } from '../base/lines';
import type { Entity, EntityField } from '../model/api';
import type { SyntaxErrorFact } from '../model/facts';

/** What one schema file declares. Relations to models of other files are known only after `linkEntities`. */
export interface PrismaSchema {
  readonly entities: readonly Entity[];
  /** Enums with their values. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly SyntaxErrorFact[];
}

interface Token { readonly kind: 'word' | 'mark' | 'text' | 'end' | 'line'; readonly text: string; readonly start: number; readonly end: number }

/** What a schema file is made of. A line ending is a token, because a field ends with its line. */
const TOKEN = /(?<space>[^\S\r\n]+|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$))|(?<line>\r\n|\r|\n)|(?<word>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)|(?<text>"(?:[^"\\\r\n]|\\.)*"?)|(?<mark>@@|[^])/g;

function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(TOKEN)) {
    const groups = match.groups ?? {};
    const kind = groups['line'] !== undefined ? 'line' : groups['word'] !== undefined ? 'word' : groups['text'] !== undefined ? 'text' : groups['mark'] !== undefined ? 'mark' : null;
    if (kind !== null) yield { kind, text: match[0], start: match.index, end: match.index + match[0].length };
  }
  yield { kind: 'end', text: '', start: text.length, end: text.length };
}

/** Reads a Prisma schema: models, views and composite types as entities. Never throws: of a broken text, what was understood. */
export function parsePrismaSchema(file: string, text: string): PrismaSchema {
  const reader = createReader(text);
  const lines = lineStartsOf(text);
  const entities: Entity[] = [];
  const enums = new Map<string, readonly string[]>();
  for (let token = reader.next(); token.kind !== 'end'; token = reader.next()) {
    if (token.kind === 'line') continue;
    if (token.kind !== 'word') { reader.report(token, 'A schema holds blocks such as `model Name { … }`; this is none.'); reader.skipLine(); continue; }
    const name = reader.nextOf('word');
    if (name === null || reader.nextOf('mark', '{') === null) { reader.report(token, `The block \`${token.text}\` has no name or no \`{\`.`); reader.skipLine(); continue; }
    if (token.text === 'enum') enums.set(name.text, valuesIn(reader, name));
    else if (token.text === 'model' || token.text === 'view' || token.text === 'type') {
      const { fields, ignored } = fieldsIn(reader, name);
      const entity = { file, range: rangeAt(lines, name), name: name.text, library: 'prisma', fields };
      // What is ignored is not in the generated client.
      if (!ignored) entities.push(token.text === 'type' ? { ...entity, embedded: true } : entity);
    } else reader.skipBlock(name);
  }
  return { entities: linkEntities(entities), enums, errors: reader.errors };
}

/** Entities of several schema files with their relations: a field whose type is an entity of the list is a relation to it. */
export function linkEntities(entities: readonly Entity[]): readonly Entity[] {
  const names = new Set(entities.filter((entity) => entity.library === 'prisma' && entity.embedded !== true).map((entity) => entity.name));
  const relationOf = (field: EntityField): string | null => (names.has(field.type) ? field.type : field.relation);
  return entities.map((entity) => entity.library !== 'prisma' || entity.fields.every((field) => relationOf(field) === field.relation) ? entity
    : { ...entity, fields: entity.fields.map((field) => ({ ...field, relation: relationOf(field) })) });
}

/** The fields of a block behind its `{`, up to its `}`. */
function fieldsIn(reader: Reader, block: Token): { readonly fields: readonly EntityField[]; readonly ignored: boolean } {
  const fields: EntityField[] = [];
  let ignored = false;
  for (let token = reader.member(block); token !== null; token = reader.member(block)) {
    if (token.kind === 'mark' && token.text === '@@') {
      ignored ||= reader.peek().text === 'ignore';
      reader.skipLine();
      continue;
    }
    const field = token.kind === 'word' ? fieldOf(reader, token) : null;
    if (token.kind !== 'word') reader.report(token, 'A field starts with its name.');
    if (!reader.skipLine().includes('ignore') && field !== null) fields.push(field);
  }
  return { fields, ignored };
}

/** A field's name and type; null for a type that the client cannot read, and, with an error, for none. */
function fieldOf(reader: Reader, name: Token): EntityField | null {
  const type = reader.nextOf('word');
  if (type === null) { reader.report(name, `The field \`${name.text}\` has no type.`); return null; }
  if (type.text === 'Unsupported') return null;
  const list = reader.nextOf('mark', '[') !== null && reader.nextOf('mark', ']') !== null;
  const optional = reader.nextOf('mark', '?') !== null;
  return { name: name.text, type: type.text, list, optional, relation: null, hidden: false };
}

function valuesIn(reader: Reader, block: Token): readonly string[] {
  const values: string[] = [];
  for (let token = reader.member(block); token !== null; token = reader.member(block)) {
    if (token.kind === 'word') values.push(token.text);
    reader.skipLine();
  }
  return values;
}

interface Reader {
  readonly errors: readonly SyntaxErrorFact[];
  next(): Token;
  peek(): Token;
  /** Takes the next token when it is of the kind (and text); null, taking nothing, when it is not. */
  nextOf(kind: Token['kind'], text?: string): Token | null;
  /** The first token of the next line of a block; null at the block's end, or with an error where it was never closed. */
  member(block: Token): Token | null;
  report(at: Token, message: string): void;
  /** Goes to the end of the line, or in front of a brace that closes the block; gives the names of the attributes on the way. */
  skipLine(): readonly string[];
  /** Goes behind the brace that closes the block, or in front of what can only be the next block. */
  skipBlock(block: Token): void;
}

const BLOCKS: ReadonlySet<string> = new Set(['model', 'view', 'type', 'enum', 'datasource', 'generator']);

function createReader(text: string): Reader {
  const tokens = [...tokensOf(text)];
  const errors: SyntaxErrorFact[] = [];
  const last: Token = { kind: 'end', text: '', start: text.length, end: text.length };
  let at = 0;
  const peek = (ahead = 0): Token => tokens[at + ahead] ?? last;
  const next = (): Token => { const token = peek(); at++; return token; };
  const isMark = (token: Token, marks: string): boolean => token.kind === 'mark' && marks.includes(token.text);
  /** Whether `model Name {` stands at a place: no field looks like that. */
  const startsBlock = (ahead: number): boolean => BLOCKS.has(peek(ahead).text) && peek(ahead + 1).kind === 'word' && isMark(peek(ahead + 2), '{');
  function report(token: Token, message: string): void {
    const start = Math.max(0, Math.min(token.start, text.length - 1));
    errors.push({ start, end: Math.max(token.end, Math.min(text.length, start + 1)), message });
  }
  function skipLine(): readonly string[] {
    const attributes: string[] = [];
    // Brackets may span lines; one that is never closed must not swallow the blocks behind it.
    let depth = 0;
    for (let token = peek(); token.kind !== 'end'; token = peek()) {
      if (token.kind === 'line' && (depth === 0 || startsBlock(1))) break;
      if (depth === 0 && isMark(token, '}')) break;
      if (depth === 0 && isMark(token, '@') && peek(1).kind === 'word' && !isMark(peek(2), '.')) attributes.push(peek(1).text);
      if (isMark(token, '([{')) depth++;
      else if (isMark(token, ')]}')) depth = Math.max(0, depth - 1);
      at++;
    }
    return attributes;
  }
  function member(block: Token): Token | null {
    while (peek().kind === 'line') at++;
    if (isMark(peek(), '}')) { at++; return null; }
    if (peek().kind !== 'end' && !startsBlock(0)) return next();
    report(block, `The block \`${block.text}\` is not closed.`);
    return null;
  }
  return {
    errors, next, peek: () => peek(), member, report, skipLine,
    nextOf: (kind, wanted) => (peek().kind === kind && (wanted === undefined || peek().text === wanted) ? next() : null),
    skipBlock(block) {
      while (member(block) !== null) skipLine();
    },
  };
}
