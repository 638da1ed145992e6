import type { ModuleFacts } from '../../server/src/model/facts';
import { lowerModule } from '../../server/src/lower/module';
import { stmt } from './print';

/** The facts of a text. */
export const lower = (text: string, file = 'a.ts'): ModuleFacts => lowerModule(file, text);

/** The top level of a text, one printed statement each. */
export const top = (text: string, file = 'a.ts'): string[] => (lower(text, file).units['']?.body ?? []).map(stmt);

/** One expression, printed. */
export const one = (text: string, file = 'a.ts'): string => top(`(${text});`, file).join(' ').replace(/;$/, '');
