"use client";
import { LogOut, UserRound } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { useTheme } from "@/components/profile/use-theme";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";
import type { Trigger } from "@/components/ui/on-demand";
import { DISPLAY_CHOICES } from "@/lib/display";
import { useDisplay } from "@/lib/use-display";

const THEME_LABEL = { system: "As the system", light: "Light", dark: "Dark" } as const;
const DENSITY_LABEL = { comfortable: "Comfortable", compact: "Compact" } as const;

export function PersonMenuOpen({ trigger }: Trigger) {
  const { slug } = useAccount();
  const [theme, setTheme] = useTheme();
  const [density, setDensity] = useDisplay("density");
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent side="top" className="w-52">
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme}>
          {DISPLAY_CHOICES.theme.map((value) => (
            <DropdownMenuRadioItem
              key={value}
              value={value}
              onSelect={(event) => {
                event.preventDefault();
                setTheme(value);
              }}
            >
              {THEME_LABEL[value]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Density</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={density}
          onValueChange={(value) => setDensity(value === "compact" ? "compact" : "comfortable")}
        >
          {DISPLAY_CHOICES.density.map((value) => (
            <DropdownMenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              {DENSITY_LABEL[value]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href={`/${slug}/profile`}>
            <UserRound aria-hidden /> Profile
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link href="/sign-out">
            <LogOut aria-hidden /> Sign out
          </Link>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
