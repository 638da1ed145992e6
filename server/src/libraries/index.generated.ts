// Written by `npm run generate` from the folders of this folder; a test fails when it is stale.
import type { Library } from './library';
import { library as prisma } from './prisma/index';

/** All libraries, by kind and name. */
export const libraries: readonly Library[] = [
  prisma,
];
