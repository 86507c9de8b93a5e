import { useAccount } from "@/components/account/use-account";
import { useFleetAccess } from "@/components/fleet/use-fleet";
import { Link } from "@/components/ui/link";
import { dataOf } from "@/lib/async";
import { cn } from "@/lib/cn";

const TABS = [
  { label: "Runtime", path: "/admin/openclaw" },
  { label: "All runtimes", path: "/admin/runtimes" },
  { label: "Fleet", path: "/admin/fleet" },
] as const;

/** The pages about runtimes; the fleet's is for its operators and is not offered to others. */
export function AdminTabs({ here }: { here: (typeof TABS)[number]["path"] }) {
  const account = useAccount();
  const access = dataOf(useFleetAccess());
  const shown = TABS.filter(({ path }) => path !== "/admin/fleet" || path === here || access?.isOperator);
  return (
    <nav aria-label="Runtimes" className="flex gap-1">
      {shown.map(({ label, path }) => (
        <Link
          key={path}
          href={`/${account.slug}${path}`}
          aria-current={path === here ? "page" : undefined}
          className={cn(
            "flex h-7 items-center pointer-coarse:h-10 whitespace-nowrap rounded-sm px-2 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink",
            path === here && "bg-pressed font-medium text-ink",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
