/** From credentials (header or Authenticate message) to who calls. */
import { AuthError, readAdminCredentials, readAuthorization, type TokenVerifier } from "../auth/index.ts";
import type { Identity } from "../code/execution.ts";
import type { Subject } from "../engine/reactor.ts";
import type { JSONValue } from "../values/json.ts";
import type { AuthenticateMessage } from "./protocol.ts";

export type Verified =
  | {
      readonly kind: "accepted";
      readonly subject: Subject;
      readonly token: string | null;
      readonly expiresAtMs: number | null;
    }
  | {
      readonly kind: "refused";
      readonly code: string;
      readonly message: string;
      /** The keys could not be fetched: the same token may be good in a moment. */
      readonly isTransient: boolean;
    };

export const ANONYMOUS: Verified & { kind: "accepted" } = {
  kind: "accepted",
  subject: { identity: null, isAdmin: false },
  token: null,
  expiresAtMs: null,
};

export class Authenticator {
  readonly #adminKey: string;
  readonly #isDev: boolean;
  #verifier: TokenVerifier;

  constructor(input: { adminKey: string; isDev: boolean; verifier: TokenVerifier }) {
    this.#adminKey = input.adminKey;
    this.#isDev = input.isDev;
    this.#verifier = input.verifier;
  }

  /** A new code version may bring other providers. */
  install(verifier: TokenVerifier): void {
    this.#verifier = verifier;
  }

  async fromHeader(header: string | undefined): Promise<Verified> {
    return this.#guard(async () => {
      const authorization = readAuthorization(header, this.#adminKey);
      switch (authorization.kind) {
        case "none":
          return ANONYMOUS;
        case "user":
          return this.#user(authorization.token);
        case "admin":
          return admin(authorization.actingAs);
      }
    });
  }

  async fromSocket(message: AuthenticateMessage): Promise<Verified> {
    return this.#guard(async () => {
      switch (message.tokenType) {
        case "None":
          return ANONYMOUS;
        case "User":
          return this.#user(message.value);
        case "Admin": {
          const authorization = readAdminCredentials(message.value, this.#adminKey);
          const actingAs = authorization.kind === "admin" ? authorization.actingAs : null;
          return admin(message.impersonating ?? actingAs);
        }
      }
    });
  }

  async #user(token: string): Promise<Verified> {
    const { identity, expMs } = await this.#verifier.verify(token);
    return { kind: "accepted", subject: { identity, isAdmin: false }, token, expiresAtMs: expMs };
  }

  async #guard(read: () => Promise<Verified>): Promise<Verified> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      const message = this.#isDev ? error.message : error.redactedMessage;
      return { kind: "refused", code: error.code, message, isTransient: error.isTransient };
    }
  }
}

function admin(actingAs: { readonly [claim: string]: JSONValue } | null): Verified {
  return {
    kind: "accepted",
    subject: { identity: identityFrom(actingAs), isAdmin: true },
    token: null,
    expiresAtMs: null,
  };
}

/** Tools name a person to act as by any of the identifying claims; the rest is filled in. */
function identityFrom(claims: { readonly [claim: string]: JSONValue } | null): Identity | null {
  if (claims === null) return null;
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : "");
  const issuer = text("issuer");
  const subject = text("subject");
  const tokenIdentifier = text("tokenIdentifier") || `${issuer}|${subject}`;
  return { ...claims, issuer, subject, tokenIdentifier };
}
