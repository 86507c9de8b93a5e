import { api } from "@mc/backend/api";
import { useEffect } from "react";
import { type Account, useAccount } from "@/components/account/use-account";
import { adoptDisplay, type DisplayChoice, writeDisplay } from "@/lib/display";
import { useCommand } from "@/lib/use-command";
import { useDisplay } from "@/lib/use-display";

export type Theme = DisplayChoice<"theme">;

/** The theme here and now; what is chosen goes with the person to their other browsers. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const { accountId, can } = useAccount();
  const { run } = useCommand(api.memberships.updateTheme);
  const [theme, show] = useDisplay("theme");
  const choose = (next: Theme): void => {
    show(next);
    // viewers change nothing in the account: theirs stays in this browser
    if (can("inbox.manage")) void run({ accountId, theme: next });
  };
  return [theme, choose];
}

/** Follows what the person chose in any browser; who never chose has the account's default. */
export function useFollowTheme(account: Account | null): void {
  const own = account?.theme.own ?? null;
  const byDefault = account?.theme.byDefault ?? null;
  const isKnown = account !== null;
  useEffect(() => {
    if (!isKnown) return;
    if (own) writeDisplay("theme", own);
    else adoptDisplay("theme", byDefault);
  }, [isKnown, own, byDefault]);
}

/** What those have who never chose a theme. */
export function useDefaultTheme(): { theme: Theme; isBusy: boolean; save: (theme: Theme) => void } {
  const { accountId, theme } = useAccount();
  const { run, isBusy } = useCommand(api.accounts.update);
  return {
    theme: theme.byDefault ?? "system",
    isBusy,
    save: (next) => void run({ accountId, theme: next }),
  };
}
