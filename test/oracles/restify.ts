import http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { here } from './load';

type Descriptors = Record<PropertyKey, PropertyDescriptor>;
const prototypes: readonly object[] = [http.IncomingMessage.prototype, http.ServerResponse.prototype];
const own = (): Descriptors[] => prototypes.map((one) => Object.getOwnPropertyDescriptors(one) as Descriptors);
const pristine = own();
let changed: Descriptors[] | undefined;

function become(wanted: readonly Descriptors[]): void {
  prototypes.forEach((prototype, index) => {
    const all = wanted[index] ?? {};
    for (const key of Reflect.ownKeys(prototype)) if (!(key in all) && Object.getOwnPropertyDescriptor(prototype, key)?.configurable === true) Reflect.deleteProperty(prototype, key);
    for (const key of Reflect.ownKeys(all)) if (Object.getOwnPropertyDescriptor(prototype, key)?.configurable !== false) Object.defineProperty(prototype, key, all[key] ?? {});
  });
}

/** restify changes the requests and responses of Node for the whole process: they are so only while an application of it runs. */
export function withRestify(): () => void {
  if (changed === undefined) {
    createRequire(join(here, 'restify.ts'))('restify');
    changed = own();
  } else become(changed);
  return () => { become(pristine); };
}
