/** Why a token was not accepted. Codes are those that official clients may meet. */
export type AuthErrorCode =
  /** The token is no JWT, is expired, or fails a check. */
  | "InvalidAuthHeader"
  /** No provider of auth.config.ts matches the token's issuer and audience. */
  | "NoAuthProvider"
  /** The provider's keys cannot be had right now: the token may well be good. */
  | "AuthProviderDiscoveryFailed";

/** Thrown when a token is not accepted; `message` may name details, `redactedMessage` is fit for production. */
export class AuthError extends Error {
  override readonly name = "AuthError";
  readonly code: AuthErrorCode;
  readonly redactedMessage: string;

  constructor(code: AuthErrorCode, redactedMessage: string, detail?: string) {
    super(detail === undefined ? redactedMessage : `${redactedMessage}: ${detail}`);
    this.code = code;
    this.redactedMessage = redactedMessage;
  }

  /** True where the client should try again later with the same token instead of fetching another one. */
  get isTransient(): boolean {
    return this.code === "AuthProviderDiscoveryFailed";
  }
}
