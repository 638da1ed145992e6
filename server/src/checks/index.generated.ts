// Written by `npm run generate` from the files of this folder; a test fails when it is stale.
import type { AnyCheck } from './check';
import { check as authMissingAuthentication } from './auth/missing-authentication';
import { check as driftUnregisteredEndpoint } from './drift/unregistered-endpoint';
import { check as exposureSensitiveFieldInResponse } from './exposure/sensitive-field-in-response';

/** All checks, by id. */
export const checks: readonly AnyCheck[] = [
  authMissingAuthentication,
  driftUnregisteredEndpoint,
  exposureSensitiveFieldInResponse,
];
