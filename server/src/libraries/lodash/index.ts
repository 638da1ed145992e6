import type { Library } from '../library';
/** Soon. */
export const library: Library = { name: 'lodash', models: () => ({}) };
