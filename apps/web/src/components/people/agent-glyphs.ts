import {
  BookOpen,
  Bot,
  Bug,
  ChartLine,
  CodeXml,
  Compass,
  Database,
  FlaskConical,
  Globe,
  Headset,
  Layout,
  Lightbulb,
  type LucideIcon,
  Megaphone,
  PenTool,
  Rocket,
  Scale,
  Search,
  Server,
  ShieldCheck,
  Terminal,
  Wrench,
} from "lucide-react";

/** Glyphs that an agent may carry, by the name that is stored. */
export const AGENT_GLYPHS: Readonly<Record<string, LucideIcon>> = {
  bot: Bot,
  compass: Compass,
  server: Server,
  layout: Layout,
  "shield-check": ShieldCheck,
  "pen-tool": PenTool,
  "book-open": BookOpen,
  code: CodeXml,
  database: Database,
  terminal: Terminal,
  bug: Bug,
  search: Search,
  rocket: Rocket,
  wrench: Wrench,
  flask: FlaskConical,
  chart: ChartLine,
  globe: Globe,
  lightbulb: Lightbulb,
  megaphone: Megaphone,
  headset: Headset,
  scale: Scale,
};

/** The glyph of a stored name; null when it is none of ours (initials are shown then). */
export function agentGlyph(icon: string | null | undefined): LucideIcon | null {
  return (icon && AGENT_GLYPHS[icon]) || null;
}
