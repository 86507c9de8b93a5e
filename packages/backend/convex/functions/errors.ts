/**
 * Refusals, thrown. Only ConvexError reaches a client with its data, so nothing else is thrown in this folder.
 * A row of another account and a row that never existed are refused with the same words: `missing`.
 */
import type { ErrorData } from "@mc/shared/errors";
import { ConvexError } from "convex/values";

export type Refusal = ConvexError<ErrorData>;

export function refuse(data: ErrorData): Refusal {
  return new ConvexError(data);
}

/** What a caller may name; each has one sentence for "not here", whatever the reason. */
export type Thing =
  | "account"
  | "member"
  | "invitation"
  | "agent"
  | "task"
  | "recurring task"
  | "saved view"
  | "message"
  | "document"
  | "version"
  | "folder"
  | "comment"
  | "file"
  | "notification"
  | "run"
  | "approval"
  | "budget"
  | "session"
  | "runtime"
  | "command"
  | "enrolment"
  | "rollout"
  | "service token"
  | "agent token"
  | "skill"
  | "lease"
  | "webhook"
  | "incoming webhook"
  | "delivery"
  | "device"
  | "import";

export function missing(thing: Thing): Refusal {
  const place = thing === "account" ? "There is no such account, or you are not a member of it." : null;
  return refuse({ code: "not_found", message: place ?? `There is no such ${thing} in this account.` });
}

export function invalid(message: string, field?: string): Refusal {
  return refuse(field === undefined ? { code: "invalid", message } : { code: "invalid", message, field });
}

export function forbidden(message: string): Refusal {
  return refuse({ code: "forbidden", message });
}

export function conflict(message: string, current?: string): Refusal {
  return refuse(
    current === undefined ? { code: "conflict", message } : { code: "conflict", message, current },
  );
}

export function tooLarge(what: string, limit: number): Refusal {
  return refuse({
    code: "too_large",
    message: `${what} has at most ${limit.toLocaleString("en")} characters.`,
    limit,
  });
}

/** A bug: the code itself broke a rule. The transaction rolls back. */
export function broken(message: string): Refusal {
  return refuse({ code: "internal", message });
}
