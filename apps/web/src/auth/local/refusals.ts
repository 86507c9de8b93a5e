import type { AuthRefusal } from "../types";

export const UNREACHABLE: AuthRefusal = {
  code: "unavailable",
  message:
    "Mission Control does not answer. Check your connection and try again; what you typed is still here.",
};

const BY_CODE: Readonly<Record<string, AuthRefusal>> = {
  INVALID_EMAIL_OR_PASSWORD: {
    code: "wrong_credentials",
    message: "This e-mail and password do not belong together. Check both and try again.",
  },
  USER_ALREADY_EXISTS: {
    code: "email_taken",
    message: "There is an account with this e-mail already. Sign in instead.",
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    code: "email_taken",
    message: "There is an account with this e-mail already. Sign in instead.",
  },
  EMAIL_TAKEN: {
    code: "email_taken",
    message: "Somebody has this e-mail already. Nothing was changed; choose another one.",
  },
  INVALID_PASSWORD: {
    code: "wrong_credentials",
    message: "The current password is not right. Nothing was changed.",
  },
  INVALID_EMAIL: {
    code: "invalid",
    message: "This is not an e-mail address. It looks like ada@example.com.",
  },
  PASSWORD_TOO_SHORT: { code: "invalid", message: "The password needs at least 8 characters." },
  PASSWORD_TOO_LONG: { code: "invalid", message: "The password may have at most 128 characters." },
};

/** The sentence for a refused sign-in or sign-up. Reads the answer's body. */
export async function refusalOf(answer: Response): Promise<AuthRefusal> {
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get("x-retry-after") ?? 60);
    return { code: "rate_limited", message: `Too many tries. Wait ${waitWords(seconds)} and try again.` };
  }
  const body = (await answer.json().catch(() => null)) as { code?: string; message?: string } | null;
  const known = body?.code ? BY_CODE[body.code] : undefined;
  if (known) return known;
  if (body?.code === "SIGN_UP_CLOSED") return { code: "sign_up_closed", message: body.message ?? "" };
  if (body?.code === "INVITATION_UNUSABLE")
    return { code: "invitation_unusable", message: body.message ?? "" };
  return UNREACHABLE;
}

/** "a minute", "12 seconds", "9 minutes". */
export function waitWords(seconds: number): string {
  if (seconds < 55) return `${Math.max(1, seconds)} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
