// Joins Tailwind classes so that of two which set the same thing the last one stays: a component's own style first,
// then what its user asked for. Knows the utilities that this dashboard overrides; any other class is simply kept.
// (The general library for this is 10 kB of every page.)
import { type ClassValue, clsx } from "clsx";

const POSITIONS = ["static", "fixed", "absolute", "relative", "sticky"];
const DISPLAYS = ["block", "inline-block", "flex", "inline-flex", "grid", "hidden", "inline", "contents"];
const TEXT_SIZES = ["xs", "sm", "base", "lg", "xl", "2xl"];
const BY_PREFIX =
  /^-?(size|min-w|max-w|min-h|max-h|w|h|p[xytrbl]?|m[xytrbl]?|gap(?:-[xy])?|top|right|bottom|left|inset(?:-[xy])?|z|opacity|rounded|shadow|leading|justify|items|bg)-/;

/** A wider utility replaces the narrower ones before it. */
const COVERS: Readonly<Record<string, readonly string[]>> = {
  size: ["w", "h"],
  p: ["px", "py", "pt", "pr", "pb", "pl"],
  px: ["pl", "pr"],
  py: ["pt", "pb"],
  m: ["mx", "my", "mt", "mr", "mb", "ml"],
  mx: ["ml", "mr"],
  my: ["mt", "mb"],
  gap: ["gap-x", "gap-y"],
};

export function cn(...classes: ClassValue[]): string {
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const name of clsx(...classes)
    .split(/\s+/)
    .reverse()) {
    const slot = slotOf(name);
    if (slot === null) kept.push(name);
    else if (!taken.has(slot.variant + slot.group)) {
      kept.push(name);
      for (const group of [slot.group, ...(COVERS[slot.group] ?? [])]) taken.add(slot.variant + group);
    }
  }
  return kept.reverse().join(" ");
}

/** Which thing a class sets, and under which condition ("hover:"); null when it is not one of ours. */
function slotOf(name: string): { variant: string; group: string } | null {
  const at = /:(?![^[(]*[\])])/.test(name) ? name.lastIndexOf(":") + 1 : 0;
  const group = groupOf(name.slice(at));
  return group === null ? null : { variant: name.slice(0, at), group };
}

function groupOf(utility: string): string | null {
  if (POSITIONS.includes(utility)) return "position";
  if (DISPLAYS.includes(utility)) return "display";
  if (utility.startsWith("text-")) return textGroup(utility.slice(5));
  if (utility.startsWith("font-")) return /^font-(mono|sans)$/.test(utility) ? "font-family" : "font-weight";
  if (utility === "border" || utility.startsWith("border-")) return borderGroup(utility);
  return BY_PREFIX.exec(utility)?.[1] ?? null;
}

function textGroup(value: string): string {
  if (TEXT_SIZES.includes(value) || /^\[\d/.test(value)) return "text-size";
  return ["left", "center", "right", "start", "end"].includes(value) ? "text-align" : "text-color";
}

function borderGroup(utility: string): string | null {
  const side = /^border-([trblxy])(?=-|$)/.exec(utility)?.[1] ?? "";
  const rest = utility.slice(side ? 8 : 6).replace(/^-/, "");
  return /^\d*$/.test(rest) ? `border-width${side}` : `border-color${side}`;
}
