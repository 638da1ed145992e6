import type { ApiModel, Endpoint, Guard, GuardReference } from '../model/api';

/** A guard of a sibling, as it could be written at the endpoint. */
export interface Candidate { readonly guard: Guard; readonly reference: GuardReference; readonly from: Endpoint }

/** How close a sibling is: in the same file, in the same folder, anywhere in the application. */
function distance(endpoint: Endpoint, other: Endpoint): number {
  if (other.file === endpoint.file) return 0;
  return folderOf(other.file) === folderOf(endpoint.file) ? 1 : 2;
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/**
 * The guards that siblings of an endpoint use, best first: those of the closest siblings, there the most frequent, and among equals the
 * one that asks for the fewest roles. Only guards that are known to refuse count; a name alone is no reason to write code.
 */
export function guardCandidates(model: ApiModel, endpoint: Endpoint, like: string | null): readonly Candidate[] {
  const siblings = model.endpoints.filter((other) => other.application === endpoint.application && other.framework === endpoint.framework && other !== endpoint && (like === null || other.id === like));
  const groups = new Map<string, { best: Candidate; distance: number; count: number }>();
  for (const from of siblings) {
    for (const guard of from.guards) {
      if (guard.reference === null || guard.verdict !== 'refuses' || guard.proof === null || guard.proof === 'name') continue;
      // What it has already is not what it lacks.
      if (endpoint.guards.some((own) => own.verdict === 'refuses' && own.name === guard.name && own.reference?.text === guard.reference?.text)) continue;
      const key = `${guard.reference.style} ${guard.reference.text}`;
      const far = distance(endpoint, from);
      const known = groups.get(key);
      if (known === undefined || far < known.distance) groups.set(key, { best: { guard, reference: guard.reference, from }, distance: far, count: 1 });
      else if (far === known.distance) known.count++;
    }
  }
  return [...groups.values()]
    .sort((a, b) => a.distance - b.distance || b.count - a.count || a.best.guard.roles.length - b.best.guard.roles.length || (a.best.reference.text < b.best.reference.text ? -1 : 1))
    .map((group) => group.best);
}
