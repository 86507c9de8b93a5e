import { BookOpen, Bot, Compass, Layout, type LucideIcon, PenTool, Server, ShieldCheck } from "lucide-react";

/** Glyphs of the first agents, by the name that is stored; the others are fetched when an agent carries one. */
export const COMMON_GLYPHS: Readonly<Record<string, LucideIcon>> = {
  bot: Bot,
  compass: Compass,
  server: Server,
  layout: Layout,
  "shield-check": ShieldCheck,
  "pen-tool": PenTool,
  "book-open": BookOpen,
};
