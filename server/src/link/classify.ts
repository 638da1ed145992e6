import { harmlessFirstWords, personWords, textOwnerWords, typeKinds } from '../model/lexicon/field-context';
import { fieldTerms, ownedTerms, type FieldClass, type FieldTerms } from '../model/lexicon/field-terms';

/** What is known about a field beside its name. */
export interface FieldContext {
  /** The entity (or class) that declares it; null when not known. */
  readonly entity: string | null;
  /** Its type as declared (`String`, `varchar`, `Date | null`); null when not known. */
  readonly type: string | null;
  /** The project's own terms: a name, or `Entity.field`, and the class that it means. */
  readonly add?: Readonly<Record<string, string>>;
  /** Names, or `Entity.field`, that mean nothing in this project. */
  readonly remove?: readonly string[];
}

const camelHump = /([a-z0-9])([A-Z])/g;
const acronymEnd = /([A-Z]+)([A-Z][a-z])/g;

/** The words of an identifier in lower case: `userAPIKey`, `user_api_key` and `user-api-key` all give `user api key`. */
export function wordsOf(name: string): readonly string[] {
  return name.replace(acronymEnd, '$1 $2').replace(camelHump, '$1 $2').split(/[^A-Za-z0-9]+/).filter((word) => word !== '').map((word) => word.toLowerCase());
}

/** One spelling for all case styles: two names that join equally are the same name. */
const joined = (name: string): string => wordsOf(name).join('');

/** Terms by their joined name. Built once; several rows may hold the same name for different owners. */
const termsByName: ReadonlyMap<string, readonly FieldTerms[]> = indexTerms();

function indexTerms(): ReadonlyMap<string, readonly FieldTerms[]> {
  const map = new Map<string, FieldTerms[]>();
  for (const terms of fieldTerms) {
    for (const name of terms.names) map.set(joined(name), [...(map.get(joined(name)) ?? []), terms]);
  }
  return map;
}

type TypeKind = 'number' | 'date' | 'boolean' | 'enum' | 'other';

/** The kind of a type as written; `null` and `undefined` beside it, lists and optional marks do not matter. */
export function typeKindOf(type: string | null): TypeKind {
  if (type === null) return 'other';
  const parts = type.split('|').map((part) => part.trim().toLowerCase()).filter((part) => part !== 'null' && part !== 'undefined' && part !== '');
  const kinds = parts.map((part): TypeKind => {
    const plain = part.replace(/^(array|readonlyarray|readonly)[<\s]\s*/, '').replace(/(\[\]|[?>!])+$/g, '').trim();
    const bare = plain === 'tinyint(1)' ? plain : plain.replace(/\s*\(.*\)$/, '');
    for (const kind of ['boolean', 'date', 'number', 'enum'] as const) if (typeKinds[kind].has(bare)) return kind;
    return 'other';
  });
  const [first] = kinds;
  return first !== undefined && kinds.every((kind) => kind === first) ? first : 'other';
}

type Owner = 'person' | 'other' | 'unknown';

function ownerOf(entity: string | null): Owner {
  if (entity === null) return 'unknown';
  return wordsOf(entity).some((word) => personWords.has(word) || (word.endsWith('s') && personWords.has(word.slice(0, -1)))) ? 'person' : 'other';
}

const ownerFits = (wanted: FieldTerms['owner'], owner: Owner): boolean => wanted === 'always' || owner === 'person' || (wanted === 'unless-other' && owner === 'unknown');

/** The spellings of a name's last words that a term may meet: as written, without a counting digit (`phone2`), in the singular. */
function spellingsOf(text: string): readonly string[] {
  const plain = text.replace(/\d+$/, '');
  const singular = (word: string): readonly string[] => (word.length > 4 && word.endsWith('s') && !word.endsWith('ss') ? [word.slice(0, -1)] : []);
  return [text, ...singular(text), ...(plain !== text && plain !== '' ? [plain] : [])];
}

interface Match { readonly class: FieldClass; readonly words: number; readonly term: string; readonly also: FieldTerms['also'] }

/** The longest term that a name ends with (or is) and whose owner fits. */
function longestMatch(words: readonly string[], owner: Owner): Match | null {
  for (let length = words.length; length > 0; length--) {
    for (const text of spellingsOf(words.slice(words.length - length).join(''))) {
      const terms = (termsByName.get(text) ?? []).find((row) => (row.match === 'end' || length === words.length) && ownerFits(row.owner, owner));
      if (terms !== undefined) return { class: terms.class, words: length, term: text, also: terms.also };
    }
  }
  return null;
}

/** `token` of `Session`, `key` of `ApiKey`: words that mean something only by their owner. */
function ownedMatch(words: readonly string[], entity: string): Match | null {
  const owner = spellingsOf(joined(entity));
  const name = words.join('');
  const row = ownedTerms.find((terms) => terms.owners.some((word) => owner.includes(joined(word))) && terms.names.some((word) => joined(word) === name));
  return row === undefined ? null : { class: row.class, words: words.length, term: name, also: [] };
}

/**
 * True when the first word says that the name is about the thing, and is not the thing (`hasPassword`). Last words need no such list: a
 * term must be the end of the name.
 */
function isAboutIt(words: readonly string[], match: Match): boolean {
  return match.words < words.length && harmlessFirstWords.has(words[0] ?? '');
}

function contradicts(kind: TypeKind, match: Match): boolean {
  if (kind === 'other') return false;
  if (kind === 'enum') return match.class !== 'internal' && !match.class.startsWith('personal') && match.class !== 'health';
  return !match.also.includes(kind);
}

/** The project's own class for a name, or null. `Entity.field` speaks for one entity, a name for the end of every field's name. */
function ownClass(words: readonly string[], context: FieldContext): string | null {
  const entity = context.entity === null ? null : joined(context.entity);
  const name = words.join('');
  for (const [term, fieldClass] of Object.entries(context.add ?? {})) {
    const [owner, field] = term.includes('.') ? [term.slice(0, term.lastIndexOf('.')), term.slice(term.lastIndexOf('.') + 1)] : [null, term];
    if (owner !== null ? joined(owner) === entity && joined(field) === name : words.some((_, from) => words.slice(from).join('') === joined(field))) return fieldClass;
  }
  return null;
}

function isRemoved(words: readonly string[], match: Match, context: FieldContext): boolean {
  const name = words.join('');
  const qualified = context.entity === null ? null : joined(context.entity) + name;
  return (context.remove ?? []).some((term) => (term.includes('.') ? joined(term) === qualified : joined(term) === name || joined(term) === match.term));
}

/**
 * What a field holds, by its name, its owner and its type; null when it holds nothing of interest. A dotted path is judged by its last
 * name. The project's own words come first, then the lexicon; see `model/lexicon` for the words themselves.
 */
export function classifyField(name: string, context: FieldContext): string | null {
  const words = wordsOf(name.split(/[.[\]]+/).filter((part) => part !== '').at(-1) ?? '');
  if (words.length === 0) return null;
  const own = ownClass(words, context);
  if (own !== null) return own;
  const owner = ownerOf(context.entity);
  if (context.entity !== null && textOwnerWords.has(wordsOf(context.entity).at(-1) ?? '')) return null;
  const match = (context.entity === null ? null : ownedMatch(words, context.entity)) ?? longestMatch(words, owner);
  if (match === null || isAboutIt(words, match) || contradicts(typeKindOf(context.type), match)) return null;
  return isRemoved(words, match, context) ? null : match.class;
}
