import type { ApiModel, Application, Endpoint, Guard, OperationEntry, Pairing, Place, Response } from '../model/api';
import type { Config } from '../model/config';
import type { LibraryCall } from '../model/calls';
import type { Evidence, RepairIntent, Severity } from '../model/finding';

/** What a check can be asked about, and what it is given then. */
export interface Subjects {
  readonly endpoint: Endpoint;
  readonly response: { readonly endpoint: Endpoint; readonly response: Response };
  readonly operation: OperationEntry;
  readonly pair: { readonly endpoint: Endpoint; readonly pairing: Pairing };
  readonly application: { readonly application: Application; readonly endpoints: readonly Endpoint[] };
  readonly call: LibraryCall;
}
export type About = keyof Subjects;

/** What a check may look at beside its subject. */
export interface CheckContext {
  readonly model: ApiModel;
  readonly config: Config;
  endpoint(id: string): Endpoint | undefined;
  operation(id: string): OperationEntry | undefined;
}

/** What a check found, before severity by configuration, fingerprint and suppression. */
export interface Draft {
  readonly place: Place;
  readonly message: string;
  /** The check's default when absent. */
  readonly severity?: Severity;
  readonly endpoint: string | null;
  readonly pointer?: string | null;
  /** What the finding is about within the endpoint; part of the fingerprint, so no line numbers. */
  readonly subject: string;
  readonly related: readonly Evidence[];
  readonly repairs: readonly RepairIntent[];
}

/** One check: a predicate over the model, and its words. Its file name is its id. */
export interface Check<K extends About = About> {
  /** `group/name`, as the file. */
  readonly id: string;
  readonly about: K;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** Why it matters; Markdown, for the page of the check. */
  readonly why: string;
  /** What to do; Markdown, for the page of the check. */
  readonly remedy: string;
  /** When it stays silent although it might look like a case; Markdown. */
  readonly silent: string;
  readonly owasp: string;
  readonly cwe: number;
  readonly severity: Severity;
  /** `all` holds every check. */
  readonly presets: readonly ('recommended' | 'strict')[];
  run(subject: Subjects[K], context: CheckContext): readonly Draft[];
}

/** A check of any kind, told apart by `about`. */
export type AnyCheck = { readonly [K in About]: Check<K> }[About];

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Whether an endpoint may change something, by its method (RFC 9110, section 9.2.1). */
export const isChange = ({ method }: Pick<Endpoint, 'method'>): boolean => !readingMethods.has(method);

/** Whether an endpoint answers requests today, or may. */
export const isLive = ({ state }: Pick<Endpoint, 'state'>): boolean => state === 'live' || state === 'conditional';

/** Joins words as a sentence does: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** The chain of mounts that makes up an endpoint's path, outermost first, as related information. */
export function mountChain(endpoint: Endpoint): readonly Evidence[] {
  return endpoint.components
    .filter((component) => component.text !== '' && component.text !== '/')
    .map(({ file, range, text }) => ({ message: `'${text}' of the path comes from here`, file, range }));
}

/** Leaves out evidence that says the same about the same place. */
export function distinctEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ message, file, range }) => {
    const key = JSON.stringify([message, file, range]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** What a guard is called at the start of a sentence. */
export function guardAsSubject({ name }: Pick<Guard, 'name'>): string {
  return name === 'an anonymous function' ? 'A guard' : name;
}
