import type { ModelType, Value } from '../../evaluate/value';
import { lit, model, native, UNDEFINED } from '../../evaluate/value';
import type { Library } from '../library';
import { option } from '../records';
import { delegate } from './delegate';
import { hasSchema, modelOf } from './schema';
import type { ClientOptions } from './selection';

const silent: ReadonlySet<string> = new Set(['$connect', '$disconnect', '$on', '$use']);

/** `new PrismaClient()`, the client of a transaction, and what `$extends` makes of a client. */
const clientType: ModelType<ClientOptions> = {
  name: 'prisma.client',
  get: (self, key, m, site) => {
    const set = self.props.get(key);
    if (set) return set;
    if (silent.has(key)) return native(`prisma.${key}`, () => UNDEFINED);
    if (key === '$transaction') return native('prisma.$transaction', (machine, call) => {
      const [work = UNDEFINED] = call.args;
      return work.t === 'fn' || work.t === 'native' ? machine.call(work, [self], { site: call.site }) : work;
    });
    if (key === '$extends') return native('prisma.$extends', (machine, call) => {
      const [given = UNDEFINED] = call.args;
      // An extension is an object, or a function over the client that gives an extended one.
      if (given.t === 'fn') {
        const made = machine.call(given, [self], { site: call.site });
        if (made.t === 'model') return made;
      }
      return client({ omit: self.state.omit, extensions: given.t === 'object' ? [...self.state.extensions, given] : self.state.extensions });
    });
    for (const extension of self.state.extensions) {
      const found = option(m, option(m, extension, 'client'), key);
      if (found) return found;
    }
    // What is no model of a known schema is a member that we know nothing about (`$queryRaw`).
    if (key.startsWith('$') || ['then', 'catch', 'finally', 'constructor'].includes(key)) return undefined;
    return hasSchema(m) && !modelOf(m, key, site?.file ?? '') ? undefined : delegate(key, self.state);
  },
};

/** A client value. */
function client(options: ClientOptions): Value {
  return model(clientType, options) as Value;
}

const construct = native('PrismaClient', (m, call) => client({ omit: option(m, call.args[0], 'omit') ?? null, extensions: [] }));

/** `Prisma.validator<…>()(x)` is `x`, with or without the client and operation in the first call. */
const identity = native('identity', (_m, call) => call.args[0] ?? UNDEFINED);
const namespaceType: ModelType<null> = {
  name: 'prisma.namespace',
  get: (_self, key, m) => {
    switch (key) {
      case 'validator': return native('Prisma.validator', () => identity);
      case 'defineExtension': return identity;
      case 'getExtensionContext': return identity;
      default: {
        const entity = /^(\w+)ScalarFieldEnum$/.exec(key)?.[1];
        const found = entity === undefined ? undefined : m.program.environment.entities.find(one => one.library === 'prisma' && one.name === entity);
        return found && { t: 'object', props: new Map(found.fields.filter(field => field.relation === null).map(field => [field.name, lit(field.name)] as const)), getters: null, spreads: [], open: false, site: null };
      }
    }
  },
};
const namespace = model(namespaceType, null) as Value;

const ofPrisma = (specifier: string): boolean => /prisma/i.test(specifier);

/** Prisma Client (https://www.prisma.io/docs/orm/prisma-client): delegates by model over the fields that the schema files declare. */
export const library: Library = {
  name: 'prisma',
  models: () => ({
    imports(specifier, name) {
      // The name says it: clients are generated to any folder, which often is not part of the repository.
      if (name === 'PrismaClient') return construct;
      if (!ofPrisma(specifier)) return undefined;
      switch (name) {
        case 'Prisma': return namespace;
        // The runtime that a generated client stands on.
        case 'getPrismaClient': return native('getPrismaClient', () => construct);
        default: return undefined;
      }
    },
    types({ name, specifier }) {
      const known = name === 'PrismaClient' || name === 'Prisma.TransactionClient' || (name === 'TransactionClient' && specifier !== null && ofPrisma(specifier));
      return known ? client({ omit: null, extensions: [] }) : undefined;
    },
  }),
};
