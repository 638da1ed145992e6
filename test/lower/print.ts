import type { ClassFact, Expr, MemberFact, ObjectProp, Param, Pattern, Stmt, TypeRef, Unit } from '../../server/src/model/facts';

/**
 * Facts as one line of text that a person can check against the source: `fn#0` is the function of unit 0, `{ "a": 1 }` an object,
 * `<User>x` a cast, `?opaque why?` what was not understood. Ordinals are left out.
 */
export function expr(e: Expr): string {
  switch (e.k) {
    case 'lit': return JSON.stringify(e.v);
    case 'undef': return 'undefined';
    case 'bigint': return `big ${e.text}`;
    case 'regex': return `/${e.source}/${e.flags}`;
    case 'template': return template(e.quasis, e.exprs);
    case 'tagged': return `${expr(e.tag)}${template(e.quasis, e.exprs)}`;
    case 'id': return e.name;
    case 'this': case 'super': return e.k;
    case 'member': return `${expr(e.obj)}${e.optional ? '?.' : '.'}${e.prop}`;
    case 'index': return `${expr(e.obj)}${e.optional ? '?.' : ''}[${expr(e.prop)}]`;
    case 'call': return `${expr(e.callee)}${e.optional ? '?.' : ''}${e.typeArgs.length > 0 ? `<${e.typeArgs.map(type).join(', ')}>` : ''}(${e.args.map(expr).join(', ')})`;
    case 'new': return `new ${expr(e.callee)}(${e.args.map(expr).join(', ')})`;
    case 'import': return `import(${expr(e.arg)})`;
    case 'spread': return `...${expr(e.e)}`;
    case 'array': return `[${e.items.map(expr).join(', ')}]`;
    case 'object': return `{ ${e.props.map(prop).join(', ')} }`;
    case 'fn': return `fn#${e.unit}`;
    case 'class': return cls(e.cls);
    case 'cond': return `(${expr(e.test)} ? ${expr(e.yes)} : ${expr(e.no)})`;
    case 'logical': case 'binary': return `(${expr(e.l)} ${e.op} ${expr(e.r)})`;
    case 'unary': return `(${e.op} ${expr(e.e)})`;
    case 'assign': return `${pattern(e.target)} ${e.op}= ${expr(e.value)}`;
    case 'update': return e.prefix ? `${e.op}${expr(e.target)}` : `${expr(e.target)}${e.op}`;
    case 'await': return `await ${expr(e.e)}`;
    case 'yield': return `yield${e.e === null ? '' : ` ${expr(e.e)}`}`;
    case 'seq': return `(${e.items.map(expr).join(', ')})`;
    case 'cast': return `<${type(e.type)}>${expr(e.e)}`;
    case 'opaque': return `?${e.why}?`;
  }
}

const template = (quasis: readonly string[], exprs: readonly Expr[]): string =>
  `\`${quasis.map((quasi, i) => quasi + (exprs[i] === undefined ? '' : `\${${expr(exprs[i])}}`)).join('')}\``;

const key = (k: string | Expr): string => (typeof k === 'string' ? JSON.stringify(k) : `[${expr(k)}]`);

function prop(p: ObjectProp): string {
  if (p.k === 'spread') return `...${expr(p.e)}`;
  return `${p.k === 'prop' ? '' : `${p.k} `}${key(p.key)}: ${expr(p.value)}`;
}

export function pattern(p: Pattern): string {
  switch (p.k) {
    case 'id': return p.name;
    case 'expr': return expr(p.e);
    case 'object': return `{ ${[...p.props.map((entry) => `${key(entry.key)}: ${pattern(entry.value)}`), ...(p.rest === null ? [] : [`...${pattern(p.rest)}`])].join(', ')} }`;
    case 'array': return `[${[...p.items.map((item) => (item === null ? '' : pattern(item))), ...(p.rest === null ? [] : [`...${pattern(p.rest)}`])].join(', ')}]`;
    case 'default': return `${pattern(p.target)} = ${expr(p.value)}`;
  }
}

export function type(t: TypeRef): string {
  switch (t.k) {
    case 'ref': return `${t.name}${t.args.length > 0 ? `<${t.args.map(type).join(', ')}>` : ''}`;
    case 'array': return `${type(t.of)}[]`;
    case 'object': return `{ ${t.props.map((p) => `${p.name}${p.optional ? '?' : ''}: ${type(p.type)}`).join('; ')} }`;
    case 'union': return `(${t.of.map(type).join(' | ')})`;
    case 'intersection': return `(${t.of.map(type).join(' & ')})`;
    case 'literal': return JSON.stringify(t.value);
    case 'keyword': return t.name;
    case 'other': return `?${t.text}?`;
  }
}

const decorators = (list: readonly Expr[]): string => list.map((d) => `@${expr(d)} `).join('');

function member(m: MemberFact): string {
  return `${decorators(m.decorators)}${m.static ? 'static ' : ''}${m.kind} ${key(m.key)}${m.optional ? '?' : ''}${m.type === null ? '' : `: ${type(m.type)}`}${m.value === null ? '' : ` = ${expr(m.value)}`}`;
}

export function cls(c: ClassFact): string {
  const heads = [c.extends === null ? '' : ` extends ${expr(c.extends)}`, c.implements.length > 0 ? ` implements ${c.implements.map(type).join(', ')}` : ''];
  return `${decorators(c.decorators)}${c.abstract ? 'abstract ' : ''}class ${c.name ?? '-'}${heads.join('')} { ${c.members.map(member).join('; ')} }`;
}

const block = (body: readonly Stmt[]): string => `{ ${body.map(stmt).join(' ')} }`;

export function stmt(s: Stmt): string {
  switch (s.k) {
    case 'expr': return `${expr(s.e)};`;
    case 'var': return `${s.kind} ${s.decls.map((d) => `${pattern(d.target)}${d.type === null ? '' : `: ${type(d.type)}`}${d.init === null ? '' : ` = ${expr(d.init)}`}`).join(', ')};`;
    case 'fn': return `function ${s.name} = fn#${s.unit};`;
    case 'class': return `${s.name} = ${cls(s.cls)};`;
    case 'enum': return `enum ${s.name} { ${s.members.map((m) => `${m.name}${m.init === null ? '' : ` = ${expr(m.init)}`}`).join(', ')} }`;
    case 'if': return `if (${expr(s.test)}) ${block(s.yes)}${s.no.length > 0 ? ` else ${block(s.no)}` : ''}`;
    case 'forOf': case 'forIn': return `${s.k} (${pattern(s.target)} of ${expr(s.of)}) ${block(s.body)}`;
    case 'for': return `for (${s.init.map(stmt).join(' ')} ${s.test === null ? '' : expr(s.test)}; ${s.step === null ? '' : expr(s.step)}) ${block(s.body)}`;
    case 'while': return s.post ? `do ${block(s.body)} while (${expr(s.test)});` : `while (${expr(s.test)}) ${block(s.body)}`;
    case 'return': return `return${s.e === null ? '' : ` ${expr(s.e)}`};`;
    case 'throw': return `throw ${expr(s.e)};`;
    case 'try': return `try ${block(s.body)}${s.handler === null ? '' : ` catch${s.param === null ? '' : ` (${pattern(s.param)})`} ${block(s.handler)}`}${s.finalizer === null ? '' : ` finally ${block(s.finalizer)}`}`;
    case 'switch': return `switch (${expr(s.on)}) { ${s.cases.map((c) => `${c.test === null ? 'default' : `case ${expr(c.test)}`}: ${c.body.map(stmt).join(' ')}`).join(' ')} }`;
    case 'block': return `${s.label === null ? '' : `${s.label}: `}${block(s.body)}`;
    case 'break': case 'continue': return `${s.k}${s.label === null ? '' : ` ${s.label}`};`;
    case 'exportDefault': return `*default* = ${expr(s.e)};`;
  }
}

export function param(p: Param): string {
  return `${decorators(p.decorators)}${p.property ? 'property ' : ''}${p.rest ? '...' : ''}${pattern(p.pattern)}${p.optional ? '?' : ''}${p.type === null ? '' : `: ${type(p.type)}`}`;
}

/** A unit as `async name(params): type => body`. */
export function unit(u: Unit | undefined): string {
  if (u === undefined) return 'no such unit';
  const flags = `${u.async ? 'async ' : ''}${u.generator ? '*' : ''}`;
  return `${flags}${u.name ?? '-'}(${u.params.map(param).join(', ')})${u.returnType === null ? '' : `: ${type(u.returnType)}`} ${u.arrow ? '=> ' : ''}${block(u.body)}`;
}
