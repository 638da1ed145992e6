import { entriesOf, followAlias, itemsOf, stringOf, valueOf, type DocumentNode } from '../syntax/document';
import type { OperationFact } from '../model/spec';

type SpecAuth = OperationFact['auth'];

const unspecified: SpecAuth = { status: 'unspecified', schemes: [], scopes: [] };

/**
 * Who may call an operation: its own `security`, else the document's. Requirements are alternatives, so an empty one among others makes
 * credentials optional; no requirement, or nothing but empty ones, asks for none.
 */
export function effectiveSecurity(root: DocumentNode | null, operation: DocumentNode | null): SpecAuth {
  const own = valueOf(operation, 'security');
  const node = own?.kind === 'seq' ? own : valueOf(root, 'security');
  if (node?.kind !== 'seq') return unspecified;
  const requirements = itemsOf(node).filter((item) => item.kind === 'map').map((item) => entriesOf(item));
  // Requirements that are something else than maps cannot be judged.
  if (requirements.length !== node.items.length) return unspecified;
  const named = requirements.flat();
  const schemes = [...new Set(named.map((entry) => entry.key))];
  const scopes = [...new Set(named.flatMap((entry) => itemsOf(followAlias(entry.value)).flatMap((scope) => stringOf(scope) ?? [])))];
  const status = schemes.length === 0 ? 'public' : requirements.some((entries) => entries.length === 0) ? 'optional' : 'required';
  return { status, schemes, scopes };
}
