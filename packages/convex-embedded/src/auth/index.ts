/** Who calls: tokens of users and the admin key. */
export { type Authorization, readAdminCredentials, readAuthorization } from "./authorization.ts";
export { AuthError, type AuthErrorCode } from "./errors.ts";
export type { Identity } from "./identity.ts";
export { type Provider, readProviders } from "./providers.ts";
export { createVerifier, type TokenVerifier, type VerifiedToken } from "./verifier.ts";
