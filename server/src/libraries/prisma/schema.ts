import type { Machine } from '../../evaluate/machine';
import type { Entity } from '../../model/api';

/** How a client calls the delegate of a model: `User` is `user`, `APIKey` is `aPIKey`. */
const delegateName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The number of folders that two paths share from the root. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  let count = 0;
  while (count < left.length && count < right.length && left[count] === right[count]) count++;
  return count;
}

function nearest(found: readonly Entity[], file: string): Entity | undefined {
  return found.length < 2 ? found[0] : [...found].sort((a, b) => shared(b.file, file) - shared(a.file, file))[0];
}

const ofPrisma = (m: Machine): readonly Entity[] => m.program.environment.entities.filter(one => one.library === 'prisma');

/** The model behind a delegate; of several schemas of a workspace the one nearest to the file. */
export function modelOf(m: Machine, delegate: string, file: string): Entity | undefined {
  return nearest(ofPrisma(m).filter(one => delegateName(one.name) === delegate), file);
}

/** The model that a relation of an entity leads to. */
export function relatedTo(m: Machine, name: string, from: Entity): Entity | undefined {
  return nearest(ofPrisma(m).filter(one => one.name === name), from.file);
}

/** Whether any schema of Prisma is known. */
export function hasSchema(m: Machine): boolean {
  return ofPrisma(m).length > 0;
}

/** The model of a delegate by its name only, for what a client's options say. */
export function isModelName(entity: Entity, name: string): boolean {
  return delegateName(entity.name) === name || entity.name === name;
}
