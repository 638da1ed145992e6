import type { Machine } from '../../evaluate/machine';
import type { ModelType, Value } from '../../evaluate/value';
import { derived, lit, model, native, object, stringOf, UNDEFINED } from '../../evaluate/value';
import type { Library } from '../library';
import { option } from '../records';
import { schemaOfClass } from './classes';
import { compile, isCompiled } from './models';
import { connectionMember, modelValue, mongooseModel } from './queries';
import { isSchema, schema } from './schema';

const modelsType: ModelType<null> = {
  name: 'mongoose.models',
  // `models.User || model('User', schema)`: on the first load there is none.
  get: (_self, key, m) => isCompiled(m, key) ? modelValue(m, key) : UNDEFINED,
};
const models = model(modelsType, null) as Value;

const connectionType: ModelType<null> = { name: 'mongoose.connection', get: (self, key) => key === 'models' ? models : connectionMember(self, key) };
const connection = model(connectionType, null) as Value;

/** `Schema.Types`: tokens that know their name. */
const typesType: ModelType<null> = { name: 'mongoose.types', get: (_self, key) => lit(key) };
const types = model(typesType, null) as Value;

const construct = native('Schema', (_m, call) => isSchema(call.args[0]) ? call.args[0] : schema(call.args[0], call.args[1], call.site) as Value, [['Types', types], ['ObjectId', lit('ObjectId')]]);
const identifier = native('ObjectId', (_m, call) => derived('ObjectId', call.args), [['isValid', native('ObjectId.isValid', (_m, call) => derived('test', call.args))]]);

function exported(name: string): Value | undefined {
  switch (name) {
    case 'Schema': return construct;
    case 'SchemaTypes': return types;
    case 'Types': return object([['ObjectId', identifier]]);
    case 'models': return models;
    case 'connection': return connection;
    case 'createConnection': return native('mongoose.createConnection', () => connection);
    case 'model': case 'connect': case 'disconnect': case 'set': case 'plugin': case 'isValidObjectId': return connectionMember(connection as Extract<Value, { t: 'model' }>, name);
    default: return undefined;
  }
}

/** `MongooseModule.forFeature([{ name, schema }])` compiles models when the module is read. */
function feature(m: Machine, given: Value | undefined, asynchronous: boolean): void {
  for (const one of given?.t === 'list' ? given.items : []) {
    const name = stringOf(option(m, one, 'name'));
    const factory = option(m, one, 'useFactory');
    const made = asynchronous ? factory && m.call(factory, []) : option(m, one, 'schema');
    if (name !== undefined && made) compile(m, name, made);
  }
}

function nestExport(name: string): Value | undefined {
  switch (name) {
    case 'SchemaFactory': return object([['createForClass', native('createForClass', (m, call) => call.args[0]?.t === 'class' ? schemaOfClass(m, call.args[0], '@nestjs/mongoose') as Value : UNDEFINED)]]);
    case 'MongooseModule': return object(['forRoot', 'forRootAsync', 'forFeature', 'forFeatureAsync'].map(key => [key, native(`MongooseModule.${key}`, (m, call) => {
      if (key.startsWith('forFeature')) feature(m, call.args[0], key === 'forFeatureAsync');
      return { t: 'sym', op: 'call', base: { t: 'sym', op: 'import', module: '@nestjs/mongoose', name }, args: call.args, site: call.site };
    })] as const));
    case 'getModelToken': return native('getModelToken', (_m, call) => lit(`${stringOf(call.args[0]) ?? '?'}Model`));
    default: return undefined;
  }
}

/** Mongoose (https://mongoosejs.com/docs/): schemas, models, queries and documents; with Nest's and Typegoose's classes. */
export const library: Library = {
  name: 'mongoose',
  models: () => ({
    imports(specifier, name) {
      switch (specifier) {
        case 'mongoose': return exported(name);
        case '@nestjs/mongoose': return nestExport(name);
        case '@typegoose/typegoose': return name === 'getModelForClass' ? native(name, (m, call) => {
          const [cls] = call.args;
          return cls?.t === 'class' ? mongooseModel(compile(m, cls.name ?? '', schemaOfClass(m, cls, specifier) as Value)) : UNDEFINED;
        }) : undefined;
        default: return undefined;
      }
    },
    types({ name, specifier, args = [] }) {
      if (specifier !== 'mongoose') return undefined;
      if (name === 'Connection') return connection;
      if (!['Model', 'PaginateModel', 'AggregatePaginateModel'].includes(name)) return undefined;
      const [of] = args;
      const called = of?.t === 'class' ? of.name : stringOf(of);
      return called ? mongooseModel({ name: called, schema: null }) : undefined;
    },
  }),
};
