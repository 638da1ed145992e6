import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { lineStartsOf, positionAt } from '../base/lines';
import type { Range } from '../base/span';
import type { Config } from '../model/config';
import type { Severity } from '../model/finding';
import { readJsonc, type JsoncDocument, type JsoncSpan } from '../syntax/jsonc';
import schema from '../../schema/routewarden.config.schema.json';
import { diskReason } from './disk';
import { nearest } from './nearest';

/** What is wrong with a configuration: one sentence that names file and line. `file` is absolute; `range` is null when it cannot be read. */
export interface ConfigProblem { readonly file: string; readonly range: Range | null; readonly message: string }

type Severities = Readonly<Record<string, Severity | 'off'>>;
type Guard = Config['auth']['guards'][number];

/** One configuration file as written, after validation. */
export interface ConfigFile {
  readonly extends?: string;
  readonly preset?: Config['preset'];
  readonly checks?: Severities;
  readonly overrides?: Config['overrides'];
  readonly specs?: readonly (string | { readonly document: string; readonly root?: string | null; readonly basePath?: string | null })[];
  readonly public?: Config['public'];
  readonly auth?: { readonly guards?: readonly (string | (Partial<Guard> & Pick<Guard, 'name'>))[] };
  readonly sensitive?: { readonly add?: Readonly<Record<string, string>>; readonly remove?: readonly string[] };
  readonly assume?: Readonly<Record<string, string>>;
  readonly exclude?: readonly string[];
  readonly baseline?: string | null;
}

export type ReadConfig =
  | { readonly ok: true; readonly content: ConfigFile; readonly extendsRange: Range | null }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface ConfigNames {
  /** How the file is called in messages. */
  readonly shown: string;
  /** Ids of all checks; keys of `checks` that are neither an id nor a group are refused. Undefined: not compared. */
  readonly checks?: readonly string[] | undefined;
}

/** Compiles the schema. Ajv is loaded here and not before: most workspaces have no configuration, and start-up would pay. */
async function compile(): Promise<ValidateFunction<ConfigFile>> {
  const { Ajv } = await import('ajv');
  return new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile<ConfigFile>(schema);
}

/** Reads and validates one configuration file. */
export async function readConfigFile(file: string, names: ConfigNames): Promise<ReadConfig> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not UTF-8 text' : diskReason(error);
    return { ok: false, problems: [{ file, range: null, message: `The configuration ${names.shown} cannot be read: ${reason}.` }] };
  }
  const starts = lineStartsOf(text);
  const document = readJsonc(text);
  const rangeOf = (span: JsoncSpan): Range => ({ start: positionAt(starts, span.start), end: positionAt(starts, span.end) });
  const problem = (span: JsoncSpan, what: string): ConfigProblem => {
    const range = rangeOf(span);
    return { file, range, message: `${names.shown}, line ${range.start.line}: ${what}.` };
  };
  const broken = document.errors[0];
  if (broken) return { ok: false, problems: [problem(broken, `this is not valid JSON (${broken.message})`)] };

  const validate = await compile();
  const problems = validate(document.value) ? [] : sentences(validate.errors ?? [], document).map(({ span, what }) => problem(span, what));
  if (problems.length === 0 && names.checks) {
    for (const { span, what } of unknownChecks(document, names.checks)) problems.push(problem(span, what));
  }
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0)) };
  const span = document.valueAt(['extends']);
  return { ok: true, content: document.value as ConfigFile, extendsRange: span ? rangeOf(span) : null };
}

interface Sentence { readonly span: JsoncSpan; readonly what: string }

/** The path of keys and indexes that ajv writes as a JSON pointer. */
function pathOf(pointer: string, value: unknown): (string | number)[] {
  let at = value;
  return pointer.split('/').slice(1).map((part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(at) ? Number(key) : key;
    at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined;
    return step;
  });
}

const quoted = (text: unknown): string => JSON.stringify(text);
const any = (words: readonly string[]): string => words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
const kinds: Readonly<Record<string, string>> = { object: 'an object', array: 'a list', string: 'a text', null: 'null', boolean: 'true or false', number: 'a number' };

/** Ajv's errors as sentences, without the ones that only repeat another. */
function sentences(errors: readonly ErrorObject[], document: JsoncDocument): Sentence[] {
  return errors.flatMap((error): Sentence[] => {
    const path = pathOf(error.instancePath, document.value);
    const whole = document.valueAt(path) ?? { start: 0, end: 0 };
    const name = quoted(String(path.findLast(step => typeof step === 'string')));
    const what = path.length === 0 ? 'the configuration' : typeof path.at(-1) === 'number' ? `an entry of ${name}` : name;
    const params = error.params as Readonly<Record<string, unknown>>;
    switch (error.keyword) {
      case 'additionalProperties': {
        const key = String(params['additionalProperty']);
        const valid = Object.keys((error.parentSchema as { readonly properties?: Readonly<Record<string, unknown>> }).properties ?? {});
        const near = nearest(key, valid);
        const span = document.keyAt([...path, key]) ?? whole;
        return [{ span, what: `${quoted(key)} is not a key of ${what}; ${near === undefined ? `valid are ${any(valid.map(quoted))}` : `the nearest valid key is ${quoted(near)}`}` }];
      }
      case 'propertyNames': {
        const key = String(params['propertyName']);
        return [{ span: document.keyAt([...path, key]) ?? whole, what: `${quoted(key)} is not the id of a check ("group/name") or a group ("group/*")` }];
      }
      case 'enum': {
        const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
        const near = typeof error.data === 'string' ? nearest(error.data, allowed) : undefined;
        return [{ span: whole, what: `${quoted(error.data)} is not a value of ${what}; valid are ${any(allowed.map(quoted))}${near === undefined ? '' : `, and ${quoted(near)} is the nearest`}` }];
      }
      case 'type': return [{ span: whole, what: `${what} must be ${any([params['type']].flat().map(kind => kinds[String(kind)] ?? String(kind)))}` }];
      case 'required': return [{ span: whole, what: `${quoted(String(params['missingProperty']))} is missing in ${what}` }];
      case 'minLength': case 'minItems': return [{ span: whole, what: `${what} must not be empty` }];
      case 'pattern': return path.at(-1) === 'endpoint' ? [{ span: whole, what: `${quoted(error.data)} is not an endpoint; write "METHOD /path" or "/path"` }]
        : path.at(-1) === 'reason' ? [{ span: whole, what: 'the reason must not be empty' }] : [];
      default: return [{ span: whole, what: `${what} ${error.message ?? 'is not valid'}` }];
    }
  });
}

/** Keys of `checks`, here and in overrides, that name no check and no group. */
function unknownChecks(document: JsoncDocument, ids: readonly string[]): Sentence[] {
  const groups = [...new Set(ids.map(id => id.slice(0, id.indexOf('/'))))];
  const valid = new Set([...ids, ...groups, ...groups.map(group => `${group}/*`)]);
  const content = document.value as ConfigFile;
  const places: readonly (readonly (string | number)[])[] = [['checks'], ...(content.overrides ?? []).map((_, index) => ['overrides', index, 'checks'])];
  const tables = [content.checks, ...(content.overrides ?? []).map(({ checks }) => checks)];
  return tables.flatMap((table, index) => Object.keys(table ?? {}).filter(key => !valid.has(key)).map((key): Sentence => {
    const near = nearest(key, [...valid]);
    const span = document.keyAt([...(places[index] ?? []), key]) ?? { start: 0, end: 0 };
    return { span, what: `there is no check ${quoted(key)}; ${near === undefined ? `groups are ${any(groups.map(quoted))}` : `the nearest is ${quoted(near)}`}` };
  }));
}
