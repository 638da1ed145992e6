import { apart } from '../../evaluate/apart';
import { decoratorValues } from '../../evaluate/classes';
import type { Machine } from '../../evaluate/machine';
import type { ClassValue, Value } from '../../evaluate/value';
import { hole, list, lit, object, UNDEFINED } from '../../evaluate/value';
import type { TypeRef } from '../../model/facts';
import type { Schema } from './schema';
import { schema } from './schema';

interface Said { readonly name: string; readonly args: readonly Value[] }

/** What decorators of a package say; others are passed over. */
function saidBy(m: Machine, values: readonly Value[], module: string): readonly Said[] {
  return values.flatMap(one => one.t === 'sym' && one.op === 'call' && one.base.t === 'sym' && one.base.op === 'import' && one.base.module === module ? [{ name: one.base.name, args: one.args }] : []);
}

/** The type of a property as a schema's type: what decorators infer from the design type. */
function typeOf(ref: TypeRef | null): Value {
  switch (ref?.k) {
    case 'keyword': return lit(ref.name.charAt(0).toUpperCase() + ref.name.slice(1));
    case 'ref': return lit(ref.name.slice(ref.name.lastIndexOf('.') + 1));
    case 'array': return list([typeOf(ref.of)]);
    case 'union': return typeOf(ref.of.find(one => !(one.k === 'keyword' && ['null', 'undefined'].includes(one.name))) ?? null);
    default: return lit('Mixed');
  }
}

/** The schema of a decorated class: `@Schema`/`@Prop` of Nest, `@prop` of Typegoose. */
export function schemaOfClass(m: Machine, cls: ClassValue, module: string): Schema {
  return apart(m, () => {
    const definition = object([], cls.site);
    const lineage: ClassValue[] = [];
    for (let c: Value | null = cls; c?.t === 'class' && lineage.length < 20; c = c.parent) lineage.unshift(c);
    let options: Value | undefined;
    const methods = object();
    for (const one of lineage) {
      const own = saidBy(m, decoratorValues(m, one.fact.decorators, one.env), module);
      options = own.find(said => said.name === 'Schema')?.args[0] ?? own.find(said => said.name === 'modelOptions')?.args.map(arg => m.get(arg, 'schemaOptions'))[0] ?? options;
      for (const member of one.fact.members) {
        if (member.kind !== 'property' || member.static || typeof member.key !== 'string') continue;
        const prop = saidBy(m, decoratorValues(m, member.decorators, one.env), module).find(said => said.name === 'Prop' || said.name === 'prop');
        if (!prop) continue;
        definition.props.set(member.key, definitionOf(m, prop.args[0], member.type, module));
      }
      for (const [name, { kind, fn }] of one.members) if (kind === 'method' && module !== '@nestjs/mongoose') methods.props.set(name, fn);
    }
    const made = schema(definition, options, cls.site);
    for (const [name, fn] of methods.props) made.state.methods.props.set(name, fn);
    return made;
  });
}

function definitionOf(m: Machine, given: Value | undefined, type: TypeRef | null, module: string): Value {
  if (!given || (given.t === 'lit' && given.v === undefined)) return object([['type', typeOf(type)]]);
  if (given.t === 'class') return schemaOfClass(m, given, module) as Value;
  if (given.t === 'list' || given.t === 'native') return object([['type', inner(m, given, module)]]);
  if (given.t !== 'object') return object([['type', given.t === 'sym' || given.t === 'model' ? given : typeOf(type)]]);
  const own = given.props.get('type');
  const said = own ? inner(m, own, module) : typeOf(type);
  return object([...given.props, ['type', said], ...given.open || given.spreads.length > 0 ? [['#open', hole('options', null, [given])] as const] : []]);
}

/** Classes among types are schemas of their own; functions give types. */
function inner(m: Machine, type: Value, module: string): Value {
  if (type.t === 'class') return schemaOfClass(m, type, module) as Value;
  if (type.t === 'fn') return inner(m, m.call(type, []), module);
  if (type.t === 'list') return list(type.items.map(one => one.t === 'object' && one.props.has('type') ? object([...one.props, ['type', inner(m, one.props.get('type') ?? UNDEFINED, module)]]) : inner(m, one, module)));
  return type;
}
