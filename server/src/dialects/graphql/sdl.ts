/** A reader of schema texts (https://spec.graphql.org): total, and no more than what operations need. */

export interface Argument { readonly name: string; readonly required: boolean }
export interface Field {
  readonly name: string;
  /** The named type, without lists and marks. */
  readonly type: string;
  readonly list: boolean;
  readonly args: readonly Argument[];
  /** Names of its directives, without the sign. */
  readonly directives: readonly string[];
}
export interface SchemaText {
  /** Object types and interfaces: fields by name. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, Field>>;
  /** `query` → the name of its type. */
  readonly roots: ReadonlyMap<string, string>;
}

const TOKEN = /"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[A-Za-z_]\w*|-?\d[\w.+-]*|\.\.\.|[^\s,]/g;
const NAME = /^[A-Za-z_]/;
/** The most tokens of one text. */
const MAX_TOKENS = 400_000;

/** Reads schema texts that belong together; what is not understood is passed over. */
export function readSchema(texts: readonly string[]): SchemaText {
  const types = new Map<string, Map<string, Field>>();
  const roots = new Map<string, string>();
  for (const text of texts) readText(text, types, roots);
  return { types, roots };
}

function readText(text: string, types: Map<string, Map<string, Field>>, roots: Map<string, string>): void {
  const tokens = (text.match(TOKEN) ?? []).filter(token => !/^["#]/.test(token)).slice(0, MAX_TOKENS);
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const is = (token: string): boolean => peek() === token;

  /** Past a bracket and what is in it. */
  const skipGroup = (open: string, close: string): void => {
    if (!is(open)) return;
    let depth = 0;
    for (; at < tokens.length; at++) {
      if (tokens[at] === open) depth++;
      else if (tokens[at] === close && --depth === 0) { at++; return; }
    }
  };
  const readDirectives = (): string[] => {
    const out: string[] = [];
    while (is('@') && at < tokens.length) { at++; out.push(peek()); at++; skipGroup('(', ')'); }
    return out;
  };
  const readType = (): { readonly type: string; readonly list: boolean; readonly required: boolean } => {
    let type = '';
    let list = false;
    for (; ; at++) {
      const token = peek();
      if (token === '[') list = true;
      else if (NAME.test(token) && type === '') type = token;
      else if (token !== ']' && token !== '!') break;
    }
    return { type, list, required: tokens[at - 1] === '!' };
  };
  const skipDefault = (): void => {
    if (!is('=')) return;
    at++;
    if (is('[')) skipGroup('[', ']'); else if (is('{')) skipGroup('{', '}'); else at++;
  };
  const readArguments = (): Argument[] => {
    const out: Argument[] = [];
    if (!is('(')) return out;
    at++;
    while (at < tokens.length && !is(')')) {
      const name = peek();
      at++;
      if (!is(':')) continue;
      at++;
      const { required } = readType();
      const optional = is('=');
      skipDefault();
      readDirectives();
      out.push({ name, required: required && !optional });
    }
    at++;
    return out;
  };
  const readFields = (of: Map<string, Field>): void => {
    if (!is('{')) return;
    at++;
    while (at < tokens.length && !is('}')) {
      const name = peek();
      at++;
      if (!NAME.test(name)) continue;
      const args = readArguments();
      if (!is(':')) continue;
      at++;
      const { type, list } = readType();
      of.set(name, { name, type, list, args, directives: readDirectives() });
    }
    at++;
  };

  while (at < tokens.length) {
    const word = peek();
    at++;
    if (word === 'schema') {
      readDirectives();
      if (!is('{')) continue;
      at++;
      while (at < tokens.length && !is('}')) {
        const operation = peek();
        at++;
        if (!is(':')) continue;
        at++;
        roots.set(operation, peek());
        at++;
      }
      at++;
    } else if (word === 'type' || word === 'interface') {
      const name = peek();
      at++;
      while (at < tokens.length && !is('{') && !is('@') && (is('implements') || is('&') || NAME.test(peek())) && !(is('type') || is('extend') || is('input') || is('enum'))) at++;
      readDirectives();
      const fields = types.get(name) ?? new Map<string, Field>();
      types.set(name, fields);
      readFields(fields);
    } else if (is('{')) skipGroup('{', '}');
  }
}
