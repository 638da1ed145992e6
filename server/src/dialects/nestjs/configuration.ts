import { apart } from '../../evaluate/apart';
import type { Machine } from '../../evaluate/machine';
import { withAssumption } from '../../evaluate/operators';
import type { ModelType, Value } from '../../evaluate/value';
import { alternatives, hole, lit, model, native, stringOf, UNDEFINED } from '../../evaluate/value';

/** A configuration factory: `registerAs('app', () => ({ … }))`, or one that was given to `ConfigModule.forRoot({ load })` (key ''). */
interface Source { readonly key: string; readonly factory: Value }

const sourcesOf = (m: Machine): Source[] => m.program.collected<Source>('nestjs.configuration');

/** The value of `app.port`: what the settings assume, what the loaded factories give, else the environment's variable. */
function valueOf(m: Machine, path: string): Value {
  const assumed = m.program.environment.config.assume[path];
  if (assumed !== undefined) return withAssumption(lit(assumed), { name: path, value: assumed, at: null });
  const [head = '', ...rest] = path.split('.');
  for (const { key, factory } of sourcesOf(m)) {
    const names = key === '' ? [head, ...rest] : key === head ? rest : null;
    if (names === null) continue;
    const found = names.reduce<Value>((base, name) => present(base) ? m.get(base, name) : base, apart(m, () => m.call(factory, [])));
    if (present(found)) return found;
  }
  return { t: 'sym', op: 'env', name: path };
}

const present = (v: Value): boolean => !(v.t === 'lit' && v.v === undefined) && v.t !== 'hole';

const serviceType: ModelType<null> = {
  name: 'nestjs.ConfigService',
  get: (_self, key) => {
    if (key !== 'get' && key !== 'getOrThrow') return undefined;
    return native(`config.${key}`, (m, call) => {
      const name = stringOf(call.args[0]);
      if (name === undefined) return hole('a setting whose name is computed', call.site, call.args);
      const value = valueOf(m, name);
      const fallback = call.args[1];
      const isDefault = fallback?.t === 'lit' && fallback.v !== undefined && fallback.v !== null;
      if (!isDefault || alternatives(value).every(one => one.t === 'lit' && one.v !== undefined)) return value;
      return withAssumption(fallback, { name, value: String(fallback.v), at: call.site });
    });
  },
};

/** The exports of `@nestjs/config`. */
export function configExport(name: string): Value | undefined {
  switch (name) {
    case 'ConfigService': return native('ConfigService', () => model(serviceType, null) as Value);
    case 'registerAs': return native('registerAs', (m, call) => {
      const [key = UNDEFINED, factory = UNDEFINED] = call.args;
      sourcesOf(m).push({ key: stringOf(key) ?? '', factory });
      // Injected by `config.KEY`, and called by those who import it.
      const made = native('configuration', machine => machine.call(factory, []), [['KEY', lit(`CONFIGURATION(${stringOf(key) ?? ''})`)]]);
      m.program.collected<{ readonly token: string; readonly factory: Value }>('nestjs.configuration.tokens').push({ token: `CONFIGURATION(${stringOf(key) ?? ''})`, factory });
      return made;
    });
    case 'ConfigModule': {
      const forRoot = native('ConfigModule.forRoot', (m, call) => {
        const load = call.args[0]?.t === 'object' ? call.args[0].props.get('load') : undefined;
        if (load?.t === 'list') for (const factory of load.items) if (factory.t === 'fn') sourcesOf(m).push({ key: '', factory });
        return UNDEFINED;
      });
      return native('ConfigModule', () => UNDEFINED, [['forRoot', forRoot], ['forFeature', forRoot]]);
    }
    default: return undefined;
  }
}

/** The value of a `registerAs(…).KEY` token, or undefined. */
export function configurationOf(m: Machine, token: string): Value | undefined {
  const found = m.program.collected<{ readonly token: string; readonly factory: Value }>('nestjs.configuration.tokens').find(one => one.token === token);
  return found ? apart(m, () => m.call(found.factory, [])) : undefined;
}
