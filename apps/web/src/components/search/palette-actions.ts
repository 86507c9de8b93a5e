import { CircleDot, FilePlus2, type LucideIcon, Search } from "lucide-react";
import type { AccountContextValue } from "@/components/account/use-account";
import { NAVIGATION } from "@/components/frame/navigation";

export type PaletteAction = {
  readonly label: string;
  readonly href: string;
  readonly icon: LucideIcon;
  /** Other words under which people look for it. */
  readonly words: string;
};

/** What can be begun from the palette: making things, going to pages. */
export function paletteActions(account: AccountContextValue): PaletteAction[] {
  const base = `/${account.slug}`;
  const making: PaletteAction[] = [
    ...(account.can("task.write")
      ? [{ label: "New task", href: `${base}/tasks?new=true`, icon: CircleDot, words: "create add" }]
      : []),
    ...(account.can("document.write")
      ? [{ label: "New document", href: `${base}/docs?new=true`, icon: FilePlus2, words: "create add write" }]
      : []),
  ];
  const pages = NAVIGATION.map((entry) => ({
    label: `Go to ${entry.label}`,
    href: `${base}${entry.path}`,
    icon: entry.icon,
    words: "open page",
  }));
  return [...making, ...pages];
}

/** Actions whose words begin as the query's do, best first; all of them for an empty query. */
export function matchActions(actions: readonly PaletteAction[], query: string): PaletteAction[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter((action) => {
    const words = `${action.label} ${action.words}`.toLowerCase().split(/\s+/);
    return terms.every((term) => words.some((word) => word.startsWith(term)));
  });
}

/** Leads to the page with the same query. */
export function searchPageAction(account: AccountContextValue, query: string): PaletteAction {
  return {
    label: `Search everything for “${query}”`,
    href: `/${account.slug}/search?q=${encodeURIComponent(query)}`,
    icon: Search,
    words: "",
  };
}
