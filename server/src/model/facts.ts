/**
 * What one source file says: a plain, serialisable reduction of its program. Nothing here knows another file or a framework.
 *
 * Positions. Every function body (and the module's top level, and every class's members) is a *code unit* with a key that names its place among its siblings:
 * the top level is `''`, its third nested function `'2'`, that one's first nested function `'2.0'`. Nodes carry an ordinal `n` within
 * their unit; `spans[2n]` and `spans[2n+1]` are its offsets. So an edit inside one function changes no ordinal anywhere else, and a
 * node reference (file, unit key, ordinal) survives edits in other functions.
 */
export interface ModuleFacts {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  readonly hash: string;
  readonly lineStarts: readonly number[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** All code units; `units['']` is the top level. */
  readonly units: Readonly<Record<string, Unit>>;
  /** Interfaces and type aliases by name (enums and classes are values). */
  readonly types: Readonly<Record<string, TypeFact>>;
  /** Where the text is not valid; an endpoint that touches one of these waits until it heals. */
  readonly errors: readonly SyntaxErrorFact[];
  readonly directives: readonly DirectiveFact[];
  /** Whether the file uses `import`/`export` (else it is CommonJS). */
  readonly esm: boolean;
}

export interface SyntaxErrorFact { readonly start: number; readonly end: number; readonly message: string }

/** `// routewarden-ignore-next-line <checks> -- reason (until YYYY-MM-DD)`; `line` is the 1-based line that it speaks for. */
export interface DirectiveFact {
  readonly start: number; readonly end: number; readonly line: number;
  readonly checks: readonly string[]; readonly reason: string; readonly until: string | null;
}

export interface ImportFact {
  readonly specifier: string;
  readonly start: number; readonly end: number;
  /** `import './x'` has no bindings. `imported` is `'*'` for a namespace. */
  readonly bindings: readonly { readonly imported: string; readonly local: string; readonly typeOnly: boolean }[];
}

/** `n` is the ordinal, at the top level, of what a list of exports or a re-export says; a declaration that is exported in place has its own. */
export type ExportFact =
  /** `export { local as exported }`, `export const local`, `export default` (local `*default*`). */
  | { readonly kind: 'local'; readonly local: string; readonly exported: string; readonly n?: number }
  /** `export { imported as exported } from 'specifier'`; `imported` `'*'` with a name is `export * as name`. */
  | { readonly kind: 'from'; readonly specifier: string; readonly imported: string; readonly exported: string; readonly n?: number }
  /** `export * from 'specifier'`. */
  | { readonly kind: 'star'; readonly specifier: string; readonly n?: number };

export interface Unit {
  readonly key: string;
  readonly name: string | null;
  readonly params: readonly Param[];
  readonly body: readonly Stmt[];
  /** Span of the whole function (or file). */
  readonly start: number; readonly end: number;
  /** Offset just inside the body's opening brace, or of the expression body. */
  readonly bodyStart: number;
  readonly spans: readonly number[];
  readonly arrow: boolean; readonly async: boolean; readonly generator: boolean;
  readonly returnType: TypeRef | null;
  /** Leading JSDoc text, for `@deprecated`, `@openapi` and public-on-purpose reasons. */
  readonly doc: string | null;
}

export interface Param {
  readonly pattern: Pattern;
  readonly rest: boolean;
  readonly type: TypeRef | null;
  readonly decorators: readonly Expr[];
  /** `constructor(private users: UsersService)` also makes a property. */
  readonly property: boolean;
  readonly optional: boolean;
}

/** A type as written, reduced to what shapes need. */
export type TypeRef =
  | { readonly k: 'ref'; readonly name: string; readonly args: readonly TypeRef[] }
  | { readonly k: 'array'; readonly of: TypeRef }
  | { readonly k: 'object'; readonly props: readonly TypeProp[] }
  | { readonly k: 'union'; readonly of: readonly TypeRef[] }
  | { readonly k: 'intersection'; readonly of: readonly TypeRef[] }
  | { readonly k: 'literal'; readonly value: string | number | boolean | null }
  | { readonly k: 'keyword'; readonly name: string }
  | { readonly k: 'other'; readonly text: string };

export interface TypeProp { readonly name: string; readonly optional: boolean; readonly type: TypeRef }

export interface TypeFact {
  readonly kind: 'interface' | 'alias';
  readonly name: string;
  readonly params: readonly string[];
  readonly extends: readonly TypeRef[];
  readonly type: TypeRef;
  readonly start: number; readonly end: number;
}

export type Literal = string | number | boolean | null;

/** Expressions. `n` is the ordinal within the unit. TypeScript's `as`, `satisfies`, `!` and parentheses are lowered away. */
export type Expr =
  | { readonly k: 'lit'; readonly n: number; readonly v: Literal }
  | { readonly k: 'undef'; readonly n: number }
  | { readonly k: 'bigint'; readonly n: number; readonly text: string }
  | { readonly k: 'regex'; readonly n: number; readonly source: string; readonly flags: string }
  | { readonly k: 'template'; readonly n: number; readonly quasis: readonly string[]; readonly exprs: readonly Expr[] }
  | { readonly k: 'tagged'; readonly n: number; readonly tag: Expr; readonly quasis: readonly string[]; readonly exprs: readonly Expr[] }
  | { readonly k: 'id'; readonly n: number; readonly name: string }
  | { readonly k: 'this'; readonly n: number }
  | { readonly k: 'super'; readonly n: number }
  | { readonly k: 'member'; readonly n: number; readonly obj: Expr; readonly prop: string; readonly optional: boolean }
  | { readonly k: 'index'; readonly n: number; readonly obj: Expr; readonly prop: Expr; readonly optional: boolean }
  | { readonly k: 'call'; readonly n: number; readonly callee: Expr; readonly args: readonly Expr[]; readonly optional: boolean; readonly typeArgs: readonly TypeRef[] }
  | { readonly k: 'new'; readonly n: number; readonly callee: Expr; readonly args: readonly Expr[] }
  /** Dynamic `import(arg)`; `require(…)` is an ordinary call of the identifier `require`. */
  | { readonly k: 'import'; readonly n: number; readonly arg: Expr }
  | { readonly k: 'spread'; readonly n: number; readonly e: Expr }
  | { readonly k: 'array'; readonly n: number; readonly items: readonly Expr[] }
  | { readonly k: 'object'; readonly n: number; readonly props: readonly ObjectProp[] }
  /** The body is `units[unit]`. */
  | { readonly k: 'fn'; readonly n: number; readonly unit: string }
  | { readonly k: 'class'; readonly n: number; readonly cls: ClassFact }
  | { readonly k: 'cond'; readonly n: number; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly k: 'logical'; readonly n: number; readonly op: '&&' | '||' | '??'; readonly l: Expr; readonly r: Expr }
  | { readonly k: 'binary'; readonly n: number; readonly op: string; readonly l: Expr; readonly r: Expr }
  | { readonly k: 'unary'; readonly n: number; readonly op: string; readonly e: Expr }
  /** `op` is `''` for `=`, else the operator before the `=` (`'+'`, `'??'`, …). */
  | { readonly k: 'assign'; readonly n: number; readonly op: string; readonly target: Pattern; readonly value: Expr }
  | { readonly k: 'update'; readonly n: number; readonly op: '++' | '--'; readonly prefix: boolean; readonly target: Expr }
  | { readonly k: 'await'; readonly n: number; readonly e: Expr }
  | { readonly k: 'yield'; readonly n: number; readonly e: Expr | null }
  | { readonly k: 'seq'; readonly n: number; readonly items: readonly Expr[] }
  /** `e as T` keeps its type where the type is more than `const`, because a cast is often the only witness of a body's shape. */
  | { readonly k: 'cast'; readonly n: number; readonly e: Expr; readonly type: TypeRef }
  /** Anything else (JSX, broken code); `why` becomes the reason of a hole. */
  | { readonly k: 'opaque'; readonly n: number; readonly why: string };

export type ObjectProp =
  | { readonly k: 'prop'; readonly n: number; readonly key: string | Expr; readonly value: Expr }
  | { readonly k: 'get' | 'set'; readonly n: number; readonly key: string | Expr; readonly value: Expr }
  | { readonly k: 'spread'; readonly n: number; readonly e: Expr };

export type Pattern =
  | { readonly k: 'id'; readonly n: number; readonly name: string }
  /** An assignment target that is not a binding (`a.b = …`). */
  | { readonly k: 'expr'; readonly e: Expr }
  | { readonly k: 'object'; readonly n: number; readonly props: readonly { readonly key: string | Expr; readonly value: Pattern }[]; readonly rest: Pattern | null }
  | { readonly k: 'array'; readonly n: number; readonly items: readonly (Pattern | null)[]; readonly rest: Pattern | null }
  | { readonly k: 'default'; readonly target: Pattern; readonly value: Expr };

export interface ClassFact {
  readonly name: string | null;
  readonly n: number;
  readonly extends: Expr | null;
  readonly implements: readonly TypeRef[];
  readonly decorators: readonly Expr[];
  readonly members: readonly MemberFact[];
  readonly abstract: boolean;
  readonly doc: string | null;
}

export interface MemberFact {
  readonly n: number;
  readonly kind: 'method' | 'constructor' | 'get' | 'set' | 'property' | 'static-block';
  readonly key: string | Expr;
  readonly static: boolean;
  readonly decorators: readonly Expr[];
  /** The function of a method, accessor, constructor or static block (`k: 'fn'`), or a property's initialiser. */
  readonly value: Expr | null;
  readonly type: TypeRef | null;
  readonly optional: boolean;
  readonly doc: string | null;
}

export type Stmt =
  | { readonly k: 'expr'; readonly n: number; readonly e: Expr }
  | { readonly k: 'var'; readonly n: number; readonly kind: 'const' | 'let' | 'var'; readonly decls: readonly { readonly target: Pattern; readonly init: Expr | null; readonly type: TypeRef | null }[] }
  /** Function declarations are hoisted by the evaluator. */
  | { readonly k: 'fn'; readonly n: number; readonly name: string; readonly unit: string }
  | { readonly k: 'class'; readonly n: number; readonly name: string; readonly cls: ClassFact }
  | { readonly k: 'enum'; readonly n: number; readonly name: string; readonly members: readonly { readonly name: string; readonly init: Expr | null }[] }
  | { readonly k: 'if'; readonly n: number; readonly test: Expr; readonly yes: readonly Stmt[]; readonly no: readonly Stmt[] }
  | { readonly k: 'forOf' | 'forIn'; readonly n: number; readonly target: Pattern; readonly of: Expr; readonly body: readonly Stmt[] }
  | { readonly k: 'for'; readonly n: number; readonly init: readonly Stmt[]; readonly test: Expr | null; readonly step: Expr | null; readonly body: readonly Stmt[] }
  | { readonly k: 'while'; readonly n: number; readonly test: Expr; readonly body: readonly Stmt[]; readonly post: boolean }
  | { readonly k: 'return'; readonly n: number; readonly e: Expr | null }
  | { readonly k: 'throw'; readonly n: number; readonly e: Expr }
  | { readonly k: 'try'; readonly n: number; readonly body: readonly Stmt[]; readonly param: Pattern | null; readonly handler: readonly Stmt[] | null; readonly finalizer: readonly Stmt[] | null }
  | { readonly k: 'switch'; readonly n: number; readonly on: Expr; readonly cases: readonly { readonly test: Expr | null; readonly body: readonly Stmt[] }[] }
  | { readonly k: 'block'; readonly n: number; readonly body: readonly Stmt[]; readonly label: string | null }
  | { readonly k: 'break' | 'continue'; readonly n: number; readonly label: string | null }
  /** `export default <expr>` binds `*default*`; `export = e` and `module.exports = e` stay assignments of the latter form. */
  | { readonly k: 'exportDefault'; readonly n: number; readonly e: Expr };

/** Reference to a node that survives edits elsewhere: file, unit key, ordinal. */
export interface Site { readonly file: string; readonly unit: string; readonly n: number }
/** The site of what is written in no file of the workspace. */
export const NOWHERE: Site = { file: '', unit: '', n: 0 };

/** The key of a site, for maps; empty for what has none. */
export const siteKey = (site: Site | null): string => site === null ? '' : `${site.file}#${site.unit}#${site.n}`;
