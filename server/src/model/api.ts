import type { Range } from '../base/span';
import type { Claim, DataAccess } from './access';
import type { LibraryCall } from './calls';
import type { Evidence } from './finding';

export type Protocol = 'http' | 'graphql' | 'trpc' | 'websocket';
export type EndpointState = 'live' | 'unmounted' | 'conditional' | 'shadowed';
export type AuthStatus = 'required' | 'optional' | 'public' | 'none' | 'unknown';

/** Where something stands. */
export interface Place { readonly file: string; readonly range: Range }

/** Who may call an endpoint, with the proof. */
export interface Auth {
  readonly status: AuthStatus;
  readonly mechanisms: readonly string[];
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** How strongly a guard is known to refuse, strongest first (design section 5). */
export type GuardProof = 'config' | 'library' | 'evaluated' | 'name';

/** One thing that runs before the handler. */
export interface Guard extends Place {
  readonly name: string;
  readonly scope: 'app' | 'path' | 'router' | 'group' | 'plugin' | 'module' | 'global' | 'class' | 'route' | 'wrapper' | 'handler' | 'file';
  /** What it does to a request without credentials. */
  readonly verdict: 'refuses' | 'optional' | 'passes' | 'unknown';
  readonly proof: GuardProof | null;
  readonly mechanisms: readonly string[];
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** Why the verdict is what it is, in one sentence. */
  readonly why: string;
  /** How a sibling would write this guard in its route: the name of a binding and where it comes from; for the add-guard fix. */
  readonly reference: GuardReference | null;
  /** How it lets callers through that it should refuse; absent for none. */
  readonly flaws?: readonly GuardFlaw[];
}

/** A way in which a guard lets callers through that it should refuse, with the place that shows it. */
export interface GuardFlaw extends Place {
  /**
   * `failOpen`: a catch goes on as if all were well. `emptySecret`: what it compares with may be missing, as the credential may. `neverRefuses`: it
   * looks at a credential, sounds like authentication and goes on with everybody. `optional`: a library is told not to insist.
   * `wideAllowList`: its list of open paths opens others too.
   */
  readonly kind: 'failOpen' | 'emptySecret' | 'neverRefuses' | 'optional' | 'wideAllowList';
  /** In words of the code: the setting that may be missing, the text that is looked for. */
  readonly what: string;
  /** How it refuses others, for repairs. */
  readonly refusal: Place | null;
}

/** A guard that would refuse, but stands behind what it should protect. */
export interface LateGuard extends Place {
  readonly name: string;
  /** A statement of its own behind the route's, or an argument behind the handler. */
  readonly as: 'statement' | 'argument';
}

/** The expression text of a guard as written at `file`, with the identifiers that must be in scope and the module each is imported from. */
export interface GuardReference {
  readonly file: string;
  readonly text: string;
  readonly style: 'argument' | 'decorator' | 'wrapper' | 'option';
  readonly names: readonly { readonly name: string; readonly module: string | null; readonly imported: string }[];
}

export interface Parameter { readonly name: string; readonly in: 'path' | 'query' | 'header' | 'cookie'; readonly required: boolean; readonly schema: { readonly type?: string } | null }
export interface BodyField { readonly path: string; readonly type: string | null; readonly class: string | null; readonly required?: boolean }
export interface RequestBody { readonly fields: readonly BodyField[]; readonly validated: boolean | null }

export interface ResponseField {
  /** Dotted; `[]` marks a list: `users[].email`. */
  readonly path: string;
  readonly type: string | null;
  readonly class: string | null;
  /** `prisma:User.passwordHash`, or null when the value's origin is not an entity. */
  readonly source: string | null;
}

export interface Response extends Place {
  readonly status: number | null;
  /** False when the value could only be partly followed. */
  readonly complete: boolean;
  readonly fields: readonly ResponseField[];
  /** Where the entity was queried, for the pick-fields fix. */
  readonly query: { readonly file: string; readonly start: number; readonly end: number; readonly library: string; readonly entity: string } | null;
}

export interface PathComponent extends Place { readonly text: string }

/** One HTTP endpoint of the code. Its natural key is `id`: `METHOD /path`. */
export interface Endpoint extends Place {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pathComplete: boolean;
  /** Every prefix that makes up the path, outermost first. */
  readonly components: readonly PathComponent[];
  readonly protocol: Protocol;
  readonly application: string;
  readonly framework: string;
  readonly state: EndpointState;
  readonly handler: (Place & { readonly name: string }) | null;
  /** The span of the registration, for fixes: `start`/`end` offsets in `file`. */
  readonly span: { readonly start: number; readonly end: number };
  readonly guards: readonly Guard[];
  readonly auth: Auth;
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | null;
  readonly responses: readonly Response[];
  readonly rateLimited: boolean | null;
  readonly deprecated: boolean;
  readonly sunset: string | null;
  /** True while the registration or the handler touches a syntax error; findings wait. */
  readonly broken: boolean;
  /** True when its handler was followed to the end, makes no query and no call out of the workspace, and answers without a body. */
  readonly inert: boolean;
  /** The queries it makes, in order, with who decides which records they concern. */
  readonly accesses: readonly DataAccess[];
  /** Where it believes what a client says about its own role or rights, and does or refuses something accordingly. */
  readonly claims: readonly Claim[];
  /** Set when it asks for rights of the caller, or may do so where it could not be followed. */
  readonly mayAskRights?: true;
  /** Assumed values on the way to the path (`API_PREFIX = '/api'`). */
  readonly assumptions: readonly Evidence[];
  /** Set when its handler was followed and looks at nothing that says who calls: it does the same for everybody. */
  readonly ignoresCaller?: true;
  /** The service whose webhook it is, when its handler was followed and verifies no signature. */
  readonly unsignedWebhook?: string;
  /** Guards that stand behind it and so do not protect it. */
  readonly late?: readonly LateGuard[];
}

export interface EntityField { readonly name: string; readonly type: string; readonly list: boolean; readonly optional: boolean; readonly relation: string | null; readonly hidden: boolean }
/** A table or document type, as an ORM declares it. */
export interface Entity extends Place {
  readonly name: string;
  readonly library: string;
  readonly fields: readonly EntityField[];
  /** A part of other entities, read with them: a field of its type is no relation. */
  readonly embedded?: boolean;
}

export interface Application { readonly id: string; readonly framework: string; readonly entry: string }

/** An operation of an OpenAPI document, as paired with code. */
export interface OperationEntry extends Place {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly document: string;
  readonly pointer: string;
  readonly auth: { readonly status: 'required' | 'optional' | 'public' | 'unspecified'; readonly schemes: readonly string[] };
  readonly deprecated: boolean;
  /** Ids of the endpoints that implement it. */
  readonly endpoints: readonly string[];
}

export type SpecStatus = 'registered' | 'unregistered' | 'excluded' | 'no-spec';
/** How an endpoint stands to the documents. */
export interface Pairing {
  readonly endpoint: string;
  readonly status: SpecStatus;
  readonly document: string | null;
  readonly pointer: string | null;
  readonly line: number | null;
  /** Set when code and document agree but for a prefix: one finding, not two. */
  readonly mismatch: { readonly operation: string } | null;
  /** For what is unregistered: true when the documents are about other parts of the application, so that they need not describe it. */
  readonly outside: boolean;
}

export interface Skipped { readonly file: string; readonly reason: string }
export interface Unresolved { readonly file: string; readonly line: number; readonly reason: string }
export interface Coverage { readonly files: number; readonly analysed: number; readonly skipped: readonly Skipped[]; readonly unresolved: readonly Unresolved[] }

/** Everything the checks and reports see. */
export interface ApiModel {
  readonly applications: readonly Application[];
  readonly endpoints: readonly Endpoint[];
  readonly operations: readonly OperationEntry[];
  readonly pairings: readonly Pairing[];
  readonly documents: readonly { readonly file: string; readonly version: string; readonly title: string | null; readonly errors: number }[];
  readonly entities: readonly Entity[];
  /** Calls of libraries that checks ask about, wherever they stand. */
  readonly calls: readonly LibraryCall[];
  readonly coverage: Coverage;
}
