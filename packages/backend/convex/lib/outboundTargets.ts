/** Addresses that people name for us to send to. */
import { targetRefusal } from "@mc/shared/outbound/addresses";
import { invalid } from "../functions/errors";
import { targetRange } from "./installation";

const MAX_URL = 2_000;

/** As parsers spell it: "https://2130706433/" is 127.0.0.1 to everyone. */
export function requireTarget(text: string, field: string): string {
  const trimmed = text.trim();
  const url = trimmed.length <= MAX_URL && URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (!url) throw invalid("Write a whole address, like https://example.org/hook.", field);
  const refusal = targetRefusal(url, targetRange());
  if (refusal !== null) throw invalid(refusal, field);
  return url.href;
}
