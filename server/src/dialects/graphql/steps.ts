import type { Machine } from '../../evaluate/machine';
import { waysOf } from '../../evaluate/path';
import type { Value } from '../../evaluate/value';
import { derived, hole, input, list, listOf, lit, object, union, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';
import type { Step } from '../dialect';
import { contextOf, withContext } from '../served';
import type { Exchange } from '../dialect';
import type { Operation, ReadSchema } from './schema';
import { ruleFor, runRule } from './shield';

const info = (operation: Operation): Value => ({ ...object([['fieldName', lit(operation.name)], ['operation', derived('operation', [])], ['path', derived('path', [])]]), open: true });

/** The arguments of an operation: what the schema names, else whatever comes. */
function argumentsOf(m: Machine, { field }: Operation): Value {
  if (field === null) return input('body');
  return object(field.args.map(({ name }) => [name, m.input('body', name)] as const));
}

function given(m: Machine, operation: Operation, exchange: Exchange, root: boolean): readonly Value[] {
  const args = argumentsOf(m, operation);
  return root ? [args, contextOf(exchange), info(operation)] : [object(), args, contextOf(exchange), info(operation)];
}

/** A rule of graphql-shield before a field. */
export function permissionStep(operation: Operation, permissions: Value, m: Machine, fallback: Site): Step | null {
  const rule = ruleFor(m, permissions, operation.type, operation.name);
  if (!rule) return null;
  const site = (rule.t === 'model' ? rule.site : null) ?? (permissions.t === 'model' ? permissions.site : null) ?? fallback;
  return {
    kind: 'guard', scope: 'route', value: rule, site, style: 'wrapper',
    run(machine, exchange) {
      runRule(machine, rule, given(machine, operation, exchange, false), site, () => { machine.emit({ kind: 'next', value: UNDEFINED, status: null, site, via: 'graphql-shield' }); });
    },
  };
}

/** Directives of the standard and of caches ask nobody. */
const HARMLESS: ReadonlySet<string> = new Set(['deprecated', 'specifiedBy', 'cacheControl', 'key', 'shareable', 'tag', 'external', 'requires', 'provides', 'override', 'inaccessible', 'constraint', 'complexity', 'cost', 'listSize']);

/** Directives whose work is done out of sight: their names are all that is known. */
export function directiveSteps({ field }: Operation, site: Site): readonly Step[] {
  return (field?.directives ?? []).filter(name => !HARMLESS.has(name)).map((name): Step => ({
    kind: 'guard', scope: 'route', value: { t: 'sym', op: 'global', name: `@${name}` }, site, style: 'decorator', run: () => undefined,
  }));
}

/** The most steps into types that an answer is followed for. */
const MAX_LEVELS = 2;

/** What leaves of a value of a type: the fields that the schema knows, not more. */
function throughType(m: Machine, schema: ReadSchema, value: Value, type: string, many: boolean, context: Value, on: readonly string[]): Value {
  const fields = schema.text.types.get(type);
  if (!fields) return value;
  if (value.t === 'union') return union(value.of.map(one => throughType(m, schema, one, type, many, context, on)));
  if (value.t === 'lit') return value;
  if (many) {
    if (value.t === 'list') return { ...list(value.items.map(one => throughType(m, schema, one, type, false, context, on)), value.site), open: value.open, rest: value.rest && throughType(m, schema, value.rest, type, false, context, on) };
    const element = value.t === 'model' ? value.type.element?.(value) : undefined;
    return listOf(throughType(m, schema, element ?? derived('element', [value]), type, false, context, on));
  }
  const own = [...fields.values()].flatMap((field): (readonly [string, Value])[] => {
    const inner = schema.text.types.has(field.type);
    if (inner && (on.includes(field.type) || on.length > MAX_LEVELS)) return [];
    const resolver = schema.resolverOf(type, field.name);
    const raw = resolver === undefined ? m.get(value, field.name) : resolver.t === 'fn' && inner ? m.call(resolver, [value, object(), context, object()], { site: resolver.site }) : derived(field.name, [value]);
    const found = raw.t === 'fn' ? derived(field.name, [value]) : raw.t === 'lit' && raw.v === undefined ? derived(field.name, [value]) : raw;
    return [[field.name, inner ? throughType(m, schema, found, field.type, field.list, context, [...on, field.type]) : found]];
  });
  return object(own);
}

/** The resolver of an operation; what it gives is answered as far as its type has it. */
export function resolverStep(schema: ReadSchema, operation: Operation, root: boolean, site: Site): Step {
  const resolver = operation.resolver ?? hole('a resolver that could not be found', site);
  const at = resolver.t === 'fn' ? resolver.site : site;
  return {
    kind: 'handler', scope: 'handler', value: resolver, site: at, style: 'wrapper',
    run(m, exchange) {
      // Subscriptions say who may listen where they are subscribed to.
      const called = operation.kind === 'Subscription' && resolver.t === 'object' ? m.get(resolver, 'subscribe') : resolver.t === 'object' ? m.get(resolver, 'resolve') : resolver;
      const result = m.call(called, given(m, operation, exchange, root), { site: at });
      if (!m.alive) return;
      const end = m.path;
      for (const way of waysOf(result, end)) {
        m.path = way.path;
        // An error that is given back is an error of the answer.
        if (way.value.t === 'object' && way.value.props.has('isError')) { m.emit({ kind: 'throw', value: way.value, status: null, site: at, via: 'return' }); continue; }
        const { field } = operation;
        const value = field && operation.kind !== 'Subscription' ? throughType(m, schema, way.value, field.type, field.list, contextOf(exchange), [field.type]) : operation.kind === 'Subscription' ? derived('events', []) : way.value;
        m.emit({ kind: 'respond', value, status: lit(200), site: at, via: 'return' });
      }
      m.path = end;
    },
  };
}

/** The exchange of an operation with the place for its context. */
export const operationExchange = (exchange: Exchange, context?: Value): Exchange => withContext(exchange, context);
