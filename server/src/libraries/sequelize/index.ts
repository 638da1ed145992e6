import type { Machine } from '../../evaluate/machine';
import type { Call, ModelType, ModelValue, Value } from '../../evaluate/value';
import { derived, hole, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Library } from '../library';
import type { ModelState } from './models';
import { attributesOf, declare, foreignKey, instanceOf } from './models';
import { operationNames, operationOf } from './queries';

/** Models that are classes, by the place of the class. */
interface OfClass { readonly cls: Value; readonly state: ModelState }
const KIND = 'sequelize.class';
const silent = /^(hasMany|hasOne|belongsToMany|sync|drop|addScope|addHook|beforeCreate|beforeUpdate|afterCreate|removeAttribute|initialize)$/;

const classOf = (m: Machine, cls: Value): ModelState | undefined => m.program.collected<OfClass>(KIND).findLast(one => one.cls === cls)?.state;
/** The model of a class; of one that was not initialised yet its name is known. */
const stateOfClass = (m: Machine, call: Call): ModelState | undefined => {
  const { self } = call;
  return self.t !== 'class' ? undefined : classOf(m, self) ?? { name: self.name ?? 'Model', fields: null };
};

const targetName = (m: Machine, value: Value | undefined): string => value?.t === 'class' ? classOf(m, value)?.name ?? value.name ?? '' : value !== undefined && isModel(value) ? value.state.state.name : '';

/** `class User extends Model`: the operations are static. */
const baseModel = native('Model', () => model(instanceType, null) as Value, [
  ...operationNames.map(key => [key, operationOf(key, stateOfClass)] as const),
  ['init', native('Model.init', (m, call) => {
    const name = call.args[1]?.t === 'object' ? stringOf(m.get(call.args[1], 'modelName')) : undefined;
    const cls = call.self;
    if (cls.t !== 'class') return cls;
    const state: ModelState = { name: name ?? cls.name ?? 'Model', fields: attributesOf(m, call.args[0]) };
    m.program.collected<OfClass>(KIND).push({ cls, state });
    if (state.fields) declare(m, state.name, cls.site, () => classOf(m, cls)?.fields ?? state.fields);
    return cls;
  })],
  ['belongsTo', native('Model.belongsTo', (m, call) => {
    const state = stateOfClass(m, call);
    const field = foreignKey(m, targetName(m, call.args[0]), call.args[1]);
    if (state?.fields && call.self.t === 'class' && !state.fields.some(one => one.name === field.name)) m.program.collected<OfClass>(KIND).push({ cls: call.self, state: { ...state, fields: [...state.fields, field] } });
    return derived('association', []);
  })],
  ['build', native('Model.build', (m, call) => { const state = stateOfClass(m, call); return state ? instanceOf(state, { library: 'sequelize', entity: state.name, operation: 'new', site: call.site }, false, null) : UNDEFINED; })],
  ['scope', native('Model.scope', (_m, call) => hole('a scoped model', call.site))], ['unscoped', native('Model.unscoped', (_m, call) => call.self)],
  ...['hasMany', 'hasOne', 'belongsToMany', 'sync', 'addHook', 'addScope'].map(key => [key, native(`Model.${key}`, () => derived('association', []))] as const),
]);

/** What instances of model classes have that are made by `new`. */
const instanceType: ModelType<null> = { name: 'sequelize.instance', keys: () => [] };

/** A model that `sequelize.define` gave; what it belongs to is added later. */
interface Defined { state: ModelState }
const definedType: ModelType<Defined> = {
  name: 'sequelize.model',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    if (operationNames.includes(key)) return operationOf(key, () => self.state.state);
    if (key === 'belongsTo') return native('model.belongsTo', (m, call) => {
      const { state } = self.state;
      const field = foreignKey(m, targetName(m, call.args[0]), call.args[1]);
      if (state.fields && !state.fields.some(one => one.name === field.name)) self.state.state = { ...state, fields: [...state.fields, field] };
      return derived('association', []);
    });
    if (key === 'build') return native('model.build', (_m, call) => instanceOf(self.state.state, { library: 'sequelize', entity: self.state.state.name, operation: 'new', site: call.site }, false, null));
    if (key === 'scope') return native('model.scope', (_m, call) => hole('a scoped model', call.site));
    if (key === 'unscoped') return native('model.unscoped', () => self as Value);
    if (key === 'name') return { t: 'lit', v: self.state.state.name };
    return silent.test(key) ? native(`model.${key}`, () => derived('association', [])) : undefined;
  },
};
const isModel = (value: Value): value is ModelValue<Defined> & Value => value.t === 'model' && value.type.name === definedType.name;

const KNOWN = 'sequelize.defined';
const connectionType: ModelType<null> = {
  name: 'sequelize.connection',
  get: (self, key) => {
    const set = self.props.get(key);
    if (set) return set;
    switch (key) {
      case 'define': return native('sequelize.define', (m, call) => {
        const defined: Defined = { state: { name: stringOf(call.args[0]) ?? 'Model', fields: attributesOf(m, call.args[1]) } };
        const made = model(definedType, defined, call.site) as Value;
        m.program.collected<Value>(KNOWN).push(made);
        if (defined.state.fields) declare(m, defined.state.name, call.site, () => defined.state.fields);
        return made;
      });
      case 'model': return native('sequelize.model', (m, call) => m.program.collected<Value>(KNOWN).find(one => isModel(one) && one.state.state.name === stringOf(call.args[0])) ?? hole('a model', call.site));
      case 'transaction': return native('sequelize.transaction', (m, call) => { const work = call.args.find(one => one.t === 'fn'); return work ? m.call(work, [object()], { site: call.site }) : object([['commit', native('commit', () => UNDEFINED)], ['rollback', native('rollback', () => UNDEFINED)]]); });
      case 'query': return native('sequelize.query', (_m, call) => hole('a raw query', call.site));
      case 'sync': case 'authenticate': case 'close': case 'addModels': return native(`sequelize.${key}`, () => UNDEFINED);
      default: return undefined;
    }
  },
};

/** The package is its own main class: `require('sequelize').Sequelize` and `require('sequelize')` are the same. */
function constructor(specifier: string): Value {
  const own = native('Sequelize', () => model(connectionType, null) as Value, [['Model', baseModel], ...['DataTypes', 'Op'].map(name => [name, { t: 'sym', op: 'import', module: specifier, name } as const] as const)]);
  own.props.set('Sequelize', own);
  return own;
}

/** Sequelize (https://sequelize.org/docs/v6): models by `define` or as classes, their operations and instances. */
export const library: Library = {
  name: 'sequelize',
  models: () => ({
    imports(specifier, name) {
      if (specifier !== 'sequelize' && specifier !== '@sequelize/core') return undefined;
      switch (name) {
        case 'Sequelize': case 'default': return constructor(specifier);
        case 'Model': return baseModel;
        default: return undefined;
      }
    },
  }),
};
