import { api } from "@mc/backend/api";
import { firstAccount } from "@/components/account/first-account";
import { firstAnswer } from "@/lib/backend";
import type { Board } from "./types";

/** Beside these, whatever the address asks for needs other cards than the board's first. */
const HARMLESS = new Set(["task", "new", "chat"]);

/** The board as the server knows it when it draws the page; null when there is none to draw. */
export async function firstBoard(slug: string, asked: Record<string, unknown>): Promise<Board | null> {
  if (!Object.keys(asked).every((key) => HARMLESS.has(key))) return null;
  const account = await firstAccount(slug);
  return account && (await firstAnswer(api.tasks.board, { accountId: account.accountId }));
}
