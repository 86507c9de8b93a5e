"use client";
import { LogOut } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import type { AccountContextValue } from "@/components/account/use-account";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import {
  DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuRadioGroup, DropdownMenuRadioItem, DropdownMenuSeparator, DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { DISPLAY_CHOICES } from "@/lib/display";
import { useDisplay } from "@/lib/use-display";

const THEMES = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;
const DENSITY_LABEL = { comfortable: "Comfortable", compact: "Compact" } as const;

/** Who is signed in, how the page looks, and the way out. */
export function PersonMenu({ account, isCollapsed = false }: { account: AccountContextValue; isCollapsed?: boolean }) {
  const { theme, setTheme } = useTheme();
  const [density, setDensity] = useDisplay("density");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${account.memberName}: appearance and sign out`}
        className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-sm px-1.5 text-left text-sm transition-colors hover:bg-hover aria-expanded:bg-hover"
      >
        <PersonAvatar name={account.memberName} />
        {isCollapsed ? null : (
          <span className="min-w-0 flex-1 truncate">
            {account.memberName} <span className="text-ink-3">{account.role}</span>
          </span>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" className="w-52">
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
          {THEMES.map(([value, label]) => (
            <DropdownMenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              {label}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Density</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={density} onValueChange={(value) => setDensity(value === "compact" ? "compact" : "comfortable")}>
          {DISPLAY_CHOICES.density.map((value) => (
            <DropdownMenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              {DENSITY_LABEL[value]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/sign-out" prefetch={false}>
            <LogOut aria-hidden /> Sign out
          </Link>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
