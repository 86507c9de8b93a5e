/** The providers of auth.config.ts, checked, and which of them a token belongs to. */
import { BundleError } from "../code/errors.ts";

export type Provider =
  | { readonly kind: "oidc"; readonly issuer: string; readonly audience: string }
  | {
      readonly kind: "custom_jwt";
      readonly issuer: string;
      readonly audience: string | null;
      /** URL or `data:` URI of a JWKS. */
      readonly jwks: string;
      readonly algorithm: "RS256" | "ES256";
    };

/** Reads auth.config.ts' default export (or null: nobody can sign in). Throws BundleError naming what is wrong. */
export function readProviders(authConfig: unknown): Provider[] {
  if (authConfig === null || authConfig === undefined) return [];
  const { providers } = authConfig as { providers?: unknown };
  if (!Array.isArray(providers)) throw new BundleError("auth.config.ts: `providers` must be an array.");
  return providers.map((provider: unknown, index) =>
    readProvider(provider, `auth.config.ts: providers[${index}]`),
  );
}

function readProvider(provider: unknown, where: string): Provider {
  if (typeof provider !== "object" || provider === null) throw new BundleError(`${where} must be an object.`);
  const fields = provider as Record<string, unknown>;
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value === "string" && value !== "") return value;
    throw new BundleError(`${where}.${name} must be a non-empty string. Is an environment variable missing?`);
  };
  if (fields["type"] === undefined || fields["type"] === "oidc") {
    return { kind: "oidc", issuer: text("domain"), audience: text("applicationID") };
  }
  if (fields["type"] !== "customJwt")
    throw new BundleError(`${where}.type must be "customJwt" or be left out.`);
  const algorithm = text("algorithm");
  if (algorithm !== "RS256" && algorithm !== "ES256") {
    throw new BundleError(`${where}.algorithm must be "RS256" or "ES256".`);
  }
  return {
    kind: "custom_jwt",
    issuer: text("issuer"),
    audience: fields["applicationID"] === undefined ? null : text("applicationID"),
    jwks: text("jwks"),
    algorithm,
  };
}

/** The first provider for a token's issuer and audiences; scheme and trailing slash of issuers do not matter. */
export function findProvider(
  providers: readonly Provider[],
  claims: { issuer: string; audiences: readonly string[] },
): Provider | null {
  const issuer = comparableIssuer(claims.issuer);
  const found = providers.find(
    (provider) =>
      comparableIssuer(provider.issuer) === issuer &&
      (provider.audience === null || claims.audiences.includes(provider.audience)),
  );
  return found ?? null;
}

export function comparableIssuer(issuer: string): string {
  return issuer.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
