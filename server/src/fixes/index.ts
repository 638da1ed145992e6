import type { Finding, Fix, RepairIntent } from '../model/finding';
import { addGuard } from './add-guard';
import type { FixContext } from './context';
import { ownByCaller } from './own-by-caller';
import { pickFields } from './pick-fields';
import { registerEndpoint } from './register-operation';
import { rewrite } from './rewrite';
import { removeOption, setOptions } from './set-options';

export type { FixContext } from './context';

/** The repairs of a finding as edits against the texts of the context. A repair that cannot be done right gives no fix. */
export function fixesOf(finding: Pick<Finding, 'repairs'>, context: FixContext): readonly Fix[] {
  return finding.repairs.flatMap((intent) => repair(intent, context));
}

function repair(intent: RepairIntent, context: FixContext): readonly Fix[] {
  switch (intent.kind) {
    case 'addGuard': return addGuard(intent, context);
    case 'pickFields': return pickFields(intent, context);
    case 'ownByCaller': return ownByCaller(intent, context);
    case 'registerOperation': return registerEndpoint(intent, context);
    case 'setOptions': return setOptions(intent, context);
    case 'removeOption': return removeOption(intent, context);
    case 'rewrite': return rewrite(intent, context);
  }
}
