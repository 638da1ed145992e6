import type { Dialect } from '../dialects/dialect';
import type { LibraryModels } from '../evaluate/library';
import type { Environment, ModelRegistry } from '../evaluate/program';
import type { Value } from '../evaluate/value';
import type { Library } from '../libraries/library';

/** Fresh models of all dialects and libraries for one program. The first that answers wins; answers by import are kept. */
export function createRegistry(dialects: readonly Dialect[], libraries: readonly Library[]): ModelRegistry {
  const models: readonly LibraryModels[] = [...dialects.map(one => one.models()), ...libraries.map(one => one.models())];
  const known = new Map<string, Value | null>();
  return {
    importValue(specifier, name, file) {
      const key = `${specifier}\0${name}`;
      const cached = known.get(key);
      if (cached !== undefined) return cached ?? undefined;
      let found: Value | undefined;
      for (const one of models) if ((found = one.imports?.(specifier, name, file))) break;
      known.set(key, found ?? null);
      return found;
    },
    globalValue(name) {
      for (const one of models) {
        const found = one.globals?.(name);
        if (found) return found;
      }
      return undefined;
    },
    typedValue(type, site) {
      for (const one of models) {
        const found = one.types?.(type, site);
        if (found) return found;
      }
      return undefined;
    },
  };
}

/** What the dialects say about specifiers and names that no import explains. The first that answers wins. */
export function namesOf(dialects: readonly Dialect[], environment: Environment): Required<Pick<Environment, 'alias' | 'implicit'>> {
  const aliases = dialects.flatMap(dialect => dialect.aliases?.(environment) ?? []);
  const implied = dialects.flatMap(dialect => dialect.implicit?.(environment) ?? []);
  return {
    alias: (from, specifier) => first(aliases, one => one(from, specifier)),
    implicit: (file, name) => first(implied, one => one(file, name)),
  };
}

function first<F, T>(list: readonly F[], ask: (one: F) => T | undefined): T | undefined {
  for (const one of list) {
    const found = ask(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
