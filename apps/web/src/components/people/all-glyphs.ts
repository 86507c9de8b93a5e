import {
  Bug,
  ChartLine,
  CodeXml,
  Database,
  FlaskConical,
  Globe,
  Headset,
  Lightbulb,
  type LucideIcon,
  Megaphone,
  Rocket,
  Scale,
  Search,
  Terminal,
  Wrench,
} from "lucide-react";
import { COMMON_GLYPHS } from "./agent-glyphs";

/** Every glyph that an agent may carry. */
export const ALL_GLYPHS: Readonly<Record<string, LucideIcon>> = {
  ...COMMON_GLYPHS,
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
