// Written by `npm run generate` from the files of this folder; a test fails when it is stale.
import type { AnyCheck } from './check';
import { check as authAllowListTooWide } from './auth/allow-list-too-wide';
import { check as authAuthMiddlewareOrder } from './auth/auth-middleware-order';
import { check as authClientControlledAuthorization } from './auth/client-controlled-authorization';
import { check as authClientControlledOwner } from './auth/client-controlled-owner';
import { check as authFailOpenAuth } from './auth/fail-open-auth';
import { check as authGuardNeverRefuses } from './auth/guard-never-refuses';
import { check as authHardcodedSecret } from './auth/hardcoded-secret';
import { check as authInconsistentGuard } from './auth/inconsistent-guard';
import { check as authInsecureCookie } from './auth/insecure-cookie';
import { check as authInsecureRandomToken } from './auth/insecure-random-token';
import { check as authJwtDecodeWithoutVerify } from './auth/jwt-decode-without-verify';
import { check as authJwtIgnoreExpiration } from './auth/jwt-ignore-expiration';
import { check as authJwtMissingAlgorithms } from './auth/jwt-missing-algorithms';
import { check as authJwtMissingClaimsCheck } from './auth/jwt-missing-claims-check';
import { check as authJwtNoExpiry } from './auth/jwt-no-expiry';
import { check as authJwtNoneAlgorithm } from './auth/jwt-none-algorithm';
import { check as authJwtSensitivePayload } from './auth/jwt-sensitive-payload';
import { check as authMiddlewareOnlyAuth } from './auth/middleware-only-auth';
import { check as authMissingAuthentication } from './auth/missing-authentication';
import { check as authMissingFunctionAuthorization } from './auth/missing-function-authorization';
import { check as authMissingObjectAuthorization } from './auth/missing-object-authorization';
import { check as authOptionalAuthOnly } from './auth/optional-auth-only';
import { check as authSessionFixation } from './auth/session-fixation';
import { check as authTimingUnsafeCompare } from './auth/timing-unsafe-compare';
import { check as authWeakPasswordHash } from './auth/weak-password-hash';
import { check as authWebhookSignatureMissing } from './auth/webhook-signature-missing';
import { check as authWebsocketWithoutAuthentication } from './auth/websocket-without-authentication';
import { check as driftUnregisteredEndpoint } from './drift/unregistered-endpoint';
import { check as exposureSensitiveFieldInResponse } from './exposure/sensitive-field-in-response';

/** All checks, by id. */
export const checks: readonly AnyCheck[] = [
  authAllowListTooWide,
  authAuthMiddlewareOrder,
  authClientControlledAuthorization,
  authClientControlledOwner,
  authFailOpenAuth,
  authGuardNeverRefuses,
  authHardcodedSecret,
  authInconsistentGuard,
  authInsecureCookie,
  authInsecureRandomToken,
  authJwtDecodeWithoutVerify,
  authJwtIgnoreExpiration,
  authJwtMissingAlgorithms,
  authJwtMissingClaimsCheck,
  authJwtNoExpiry,
  authJwtNoneAlgorithm,
  authJwtSensitivePayload,
  authMiddlewareOnlyAuth,
  authMissingAuthentication,
  authMissingFunctionAuthorization,
  authMissingObjectAuthorization,
  authOptionalAuthOnly,
  authSessionFixation,
  authTimingUnsafeCompare,
  authWeakPasswordHash,
  authWebhookSignatureMissing,
  authWebsocketWithoutAuthentication,
  driftUnregisteredEndpoint,
  exposureSensitiveFieldInResponse,
];
