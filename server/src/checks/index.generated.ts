// Written by `npm run generate` from the files of this folder; a test fails when it is stale.
import type { AnyCheck } from './check';
import { check as authClientControlledAuthorization } from './auth/client-controlled-authorization';
import { check as authClientControlledOwner } from './auth/client-controlled-owner';
import { check as authInconsistentGuard } from './auth/inconsistent-guard';
import { check as authMiddlewareOnlyAuth } from './auth/middleware-only-auth';
import { check as authMissingAuthentication } from './auth/missing-authentication';
import { check as authMissingFunctionAuthorization } from './auth/missing-function-authorization';
import { check as authMissingObjectAuthorization } from './auth/missing-object-authorization';
import { check as authWebhookSignatureMissing } from './auth/webhook-signature-missing';
import { check as authWebsocketWithoutAuthentication } from './auth/websocket-without-authentication';
import { check as driftUnregisteredEndpoint } from './drift/unregistered-endpoint';
import { check as exposureSensitiveFieldInResponse } from './exposure/sensitive-field-in-response';

/** All checks, by id. */
export const checks: readonly AnyCheck[] = [
  authClientControlledAuthorization,
  authClientControlledOwner,
  authInconsistentGuard,
  authMiddlewareOnlyAuth,
  authMissingAuthentication,
  authMissingFunctionAuthorization,
  authMissingObjectAuthorization,
  authWebhookSignatureMissing,
  authWebsocketWithoutAuthentication,
  driftUnregisteredEndpoint,
  exposureSensitiveFieldInResponse,
];
