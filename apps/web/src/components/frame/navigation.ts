import {
  Activity,
  Bell,
  BookOpen,
  Bot,
  ChartColumn,
  CircleDot,
  FileText,
  Home,
  type LucideIcon,
  Presentation,
  Server,
  Settings,
  Stamp,
} from "lucide-react";

export type NavigationEntry = {
  readonly label: string;
  readonly path: string;
  readonly icon: LucideIcon;
  /** Other pages that it stands for. */
  readonly also?: readonly string[];
  /** A line before it: what follows is about the office, not about the work. */
  readonly isApart?: true;
  readonly count?: "openTasks" | "agentsTotal" | "unread" | "approvals";
};

/** Pages of an account, in the order of the sidebar. `path` follows the account's slug. */
export const NAVIGATION: readonly NavigationEntry[] = [
  { label: "Overview", path: "", icon: Home },
  { label: "Tasks", path: "/tasks", icon: CircleDot, count: "openTasks" },
  { label: "Approvals", path: "/approvals", icon: Stamp, count: "approvals" },
  { label: "Agents", path: "/agents", icon: Bot, count: "agentsTotal" },
  { label: "Skills", path: "/admin/skills", icon: BookOpen },
  { label: "Documents", path: "/docs", icon: FileText },
  { label: "Feed", path: "/feed", icon: Activity },
  { label: "Stand-up", path: "/standup", icon: Presentation },
  { label: "Analytics", path: "/analytics", icon: ChartColumn },
  { label: "Notifications", path: "/notifications", icon: Bell, count: "unread" },
  {
    label: "Runtime",
    path: "/admin/openclaw",
    icon: Server,
    also: ["/admin/runtimes", "/admin/fleet"],
    isApart: true,
  },
  { label: "Settings", path: "/settings", icon: Settings, also: ["/admin/audit"] },
];

/** Whether an entry stands for the page at `pathname`. */
export function isCurrent(entry: NavigationEntry, slug: string, pathname: string): boolean {
  if (entry.also?.some((path) => pathname.startsWith(`/${slug}${path}`))) return true;
  const target = `/${slug}${entry.path}`;
  return entry.path === "" ? pathname === target : pathname === target || pathname.startsWith(`${target}/`);
}
