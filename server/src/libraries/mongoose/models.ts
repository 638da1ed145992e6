import type { Machine } from '../../evaluate/machine';
import type { ModelValue, Value } from '../../evaluate/value';
import type { DeclaredEntity } from '../records';
import type { Schema } from './schema';
import { isSchema, pathsOf } from './schema';

/** A compiled model, or the name of one that is compiled elsewhere. */
export interface ModelState { readonly name: string; readonly schema: Schema | null }

const KIND = 'mongoose.model';

/** The model of a name, wherever it is compiled. */
export function modelNamed(m: Machine, name: string): ModelState {
  return m.program.collected<ModelState>(KIND).find(one => one.name === name) ?? { name, schema: null };
}

/** Whether a model of the name was compiled. */
export function isCompiled(m: Machine, name: string): boolean {
  return m.program.collected<ModelState>(KIND).some(one => one.name === name);
}

/** The schema of a model; models are asked for by name before they are compiled. */
export function schemaOf(m: Machine, state: ModelState): Schema | undefined {
  return state.schema ?? m.program.collected<ModelState>(KIND).find(one => one.name === state.name)?.schema ?? undefined;
}

/** Keeps a compiled model, and the entity that it declares. */
export function compile(m: Machine, name: string, given: Value | undefined): ModelState {
  if (!isSchema(given)) return modelNamed(m, name);
  const all = m.program.collected<ModelState>(KIND);
  const known = all.find(one => one.name === name && one.schema === given);
  if (known) return known;
  const state: ModelState = { name, schema: given };
  all.push(state);
  const site = given.state.site;
  if (site) m.program.collected<DeclaredEntity>('entity').push({ name, library: 'mongoose', site, get fields() { return pathsOf(m, given).all.map(({ name: path, type, list, optional, relation, hidden }) => ({ name: path, type, list, optional, relation, hidden })); } });
  return state;
}

/** The model behind a value. */
export function modelOf(value: Value | undefined): ModelState | undefined {
  return value?.t === 'model' && value.type.name === KIND ? (value as ModelValue<ModelState>).state : undefined;
}
