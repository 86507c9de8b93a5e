/**
 * Who may sign people in. The installation's own accounts are a custom JWT issuer (AUTH_ISSUER, AUTH_JWKS_URL);
 * Clerk joins when its issuer domain is set. Functions see `ctx.auth` and nothing of this.
 */
import type { AuthConfig, AuthProvider } from "convex/server";

const { AUTH_ISSUER: issuer, AUTH_JWKS_URL: jwks, CLERK_JWT_ISSUER_DOMAIN: clerkDomain } = process.env;
const providers: AuthProvider[] = [];

if (issuer && jwks) {
  providers.push({ type: "customJwt", applicationID: "convex", issuer, jwks, algorithm: "ES256" });
}
if (clerkDomain) providers.push({ domain: clerkDomain, applicationID: "convex" });

export default { providers } satisfies AuthConfig;
