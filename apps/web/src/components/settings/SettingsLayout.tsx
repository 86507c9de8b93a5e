"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useAccount } from "@/components/account/use-account";
import { PageHeader } from "@/components/frame/PageHeader";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { type Installation, useInstallation } from "./use-installation";

type Page = { label: string; path: string; isShown?: (installation: Installation | null) => boolean };

const PAGES: readonly Page[] = [
  { label: "General", path: "/settings" },
  { label: "Members", path: "/settings/members" },
  { label: "Agent defaults", path: "/settings/agents" },
  { label: "Notifications", path: "/settings/notifications" },
  { label: "Runtime & tokens", path: "/settings/runtime" },
  { label: "Webhooks", path: "/settings/webhooks" },
  { label: "Data", path: "/settings/data" },
  { label: "Billing", path: "/settings/billing", isShown: (known) => known?.flags.billing === true },
  { label: "Audit log", path: "/admin/audit" },
  {
    label: "Installation",
    path: "/settings/installation",
    isShown: (known) => known?.isFleetOperator === true,
  },
];

/** One column of settings under its sub-pages. */
export function SettingsLayout({ children }: { children: ReactNode }) {
  const { slug } = useAccount();
  const pathname = usePathname();
  const installation = useInstallation();
  const known = installation.status === "ready" ? installation.data : null;
  return (
    <>
      <PageHeader title="Settings">
        <nav aria-label="Settings" className="flex gap-1">
          {PAGES.filter(({ isShown }) => !isShown || isShown(known)).map(({ label, path }) => {
            const href = `/${slug}${path}`;
            const isHere = pathname === href;
            return (
              <Link
                key={path}
                href={href}
                ref={isHere ? bringIntoView : undefined}
                aria-current={isHere ? "page" : undefined}
                className={cn(
                  "shrink-0 whitespace-nowrap rounded-sm px-2.5 py-1 pointer-coarse:py-[0.675rem] text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink",
                  isHere && "bg-pressed font-medium text-ink",
                )}
              >
                {label}
              </Link>
            );
          })}
        </nav>
      </PageHeader>
      <div className="flex w-full max-w-2xl flex-col gap-8 px-4 pt-3 pb-16 max-md:px-3">{children}</div>
    </>
  );
}

/** On a phone the row of pages is longer than the screen. */
function bringIntoView(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ inline: "center", block: "nearest" });
}

/** A group of settings with what it changes and whom it affects. */
export function SettingsSection({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <div>
        <h2 className="font-semibold text-base">{title}</h2>
        {description ? <p className="text-ink-2 text-sm">{description}</p> : null}
      </div>
      {children}
    </section>
  );
}
