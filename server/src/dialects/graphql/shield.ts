import type { Machine } from '../../evaluate/machine';
import { conditions, waysOf } from '../../evaluate/path';
import type { ModelType, ModelValue, NativeValue, Value } from '../../evaluate/value';
import { lit, model, native, object, UNDEFINED } from '../../evaluate/value';
import type { Site } from '../../model/facts';

/** Rules of graphql-shield: who may resolve a field. */
export type Rule =
  | { readonly kind: 'rule'; readonly run: Value; readonly name: string }
  | { readonly kind: 'and' | 'or' | 'not'; readonly of: readonly Value[] }
  | { readonly kind: 'allow' | 'deny' };
type RuleValue = ModelValue<Rule>;

const ruleType: ModelType<Rule> = { name: 'shield.Rule' };
const isRule = (v: Value | undefined): v is RuleValue & Value => v?.t === 'model' && v.type.name === ruleType.name;
const made = (rule: Rule, site: Site | null): Value => model(ruleType, rule, site) as Value;

/** `rule(name?, options?)(function)`. */
const ruleFactory = (name: string): NativeValue => native(name, (_m, call) => native(name, (_inner, given) => made({ kind: 'rule', run: given.args[0] ?? UNDEFINED, name: call.args[0]?.t === 'lit' ? String(call.args[0].v) : name }, given.site)));
const combined = (name: string, kind: 'and' | 'or' | 'not'): NativeValue => native(name, (_m, call) => made({ kind, of: kind === 'not' ? call.args.slice(0, 1) : call.args }, call.site));

const permissionsType: ModelType<{ readonly tree: Value; readonly options: Value }> = { name: 'shield.Permissions' };

/** What `graphql-shield` exports. */
export const shieldModule: Readonly<Record<string, Value>> = {
  rule: ruleFactory('rule'), inputRule: ruleFactory('inputRule'), allow: made({ kind: 'allow' }, null), deny: made({ kind: 'deny' }, null),
  and: combined('and', 'and'), chain: combined('chain', 'and'), or: combined('or', 'or'), race: combined('race', 'or'), not: combined('not', 'not'),
  shield: native('shield', (_m, call) => model(permissionsType, { tree: call.args[0] ?? object(), options: call.args[1] ?? object() }, call.site) as Value),
};

/** Whether a value is what `shield` makes. */
export function isPermissions(v: Value): boolean {
  return v.t === 'model' && v.type.name === permissionsType.name;
}

/** The rule for a field: its own, the one of its type, or the one for all that have none. */
export function ruleFor(m: Machine, permissions: Value, type: string, field: string): Value | undefined {
  if (permissions.t !== 'model') return undefined;
  const { tree, options } = permissions.state as { readonly tree: Value; readonly options: Value };
  const present = (v: Value): Value | undefined => v.t === 'lit' ? undefined : v;
  const every = isRule(tree) ? tree : undefined;
  const ofType = every ?? present(m.get(tree, type));
  const fallback = (): Value | undefined => present(m.get(options, 'fallbackRule'));
  if (ofType === undefined) return fallback();
  if (isRule(ofType)) return ofType;
  return present(m.get(ofType, field)) ?? present(m.get(ofType, '*')) ?? fallback();
}

/** What happens where a rule lets in, and where it does not. */
interface Outcome { readonly yes: () => void; readonly no: () => void }

/** Asks a rule; combined ones ask their parts in order, as far as these decide. */
function decide(m: Machine, rule: Value, args: readonly Value[], site: Site, { yes, no }: Outcome, depth = 0): void {
  if (!m.alive || depth > 8) return;
  if (!isRule(rule)) { settle(m, m.call(rule, args), site, { yes, no }); return; }
  const { state } = rule;
  switch (state.kind) {
    case 'allow': yes(); return;
    case 'deny': no(); return;
    case 'rule': settle(m, m.call(state.run, args, { site: rule.site }), site, { yes, no }); return;
    case 'not': decide(m, state.of[0] ?? UNDEFINED, args, site, { yes: no, no: yes }, depth + 1); return;
    default: {
      const ask = (index: number): void => {
        const part = state.of[index];
        if (!part) { if (state.kind === 'and') yes(); else no(); return; }
        const rest = (): void => { ask(index + 1); };
        decide(m, part, args, site, state.kind === 'and' ? { yes: rest, no } : { yes, no: rest }, depth + 1);
      };
      ask(0);
    }
  }
}

/** What a rule's function gave back: true lets in, false, a text and an error do not. */
function settle(m: Machine, result: Value, site: Site, { yes, no }: Outcome): void {
  if (!m.alive) return;
  const end = m.path;
  for (const { value, path } of waysOf(result, end)) {
    m.path = path;
    m.alive = true;
    const failed = (value.t === 'object' && value.props.has('isError')) || (value.t === 'lit' && typeof value.v === 'string');
    const truth = failed ? false : m.truth(value);
    if (truth === true) yes();
    else if (truth === false) no();
    else m.fork([
      { conditions: conditions(value, true, site), run: () => { yes(); return UNDEFINED; } },
      { conditions: conditions(value, false, site), run: () => { no(); return UNDEFINED; } },
    ]);
  }
  m.path = end;
}

/** Runs a rule: goes on where it lets in, and refuses elsewhere. */
export function runRule(m: Machine, rule: Value, args: readonly Value[], site: Site, goOn: () => void): void {
  decide(m, rule, args, site, { yes: goOn, no: () => { m.emit({ kind: 'respond', value: UNDEFINED, status: lit(403), site, via: 'graphql-shield' }); } });
}
