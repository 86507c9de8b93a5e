import { daysFrom, zoneOption } from "@/lib/shown-zone";

/** Items under the name of their local day: Today, Yesterday, then the date. Keeps their order. */
export function groupByDay<Item extends { readonly at: number }>(
  items: readonly Item[],
  now: number,
): { label: string; items: Item[] }[] {
  const days: { label: string; items: Item[] }[] = [];
  for (const item of items) {
    const label = dayLabel(item.at, now);
    const last = days.at(-1);
    if (last?.label === label) last.items.push(item);
    else days.push({ label, items: [item] });
  }
  return days;
}

function dayLabel(at: number, now: number): string {
  const age = daysFrom(at, now);
  if (age <= 0) return "Today";
  if (age === 1) return "Yesterday";
  return new Date(at).toLocaleDateString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(age > 300 ? { year: "numeric" } : {}),
    ...zoneOption(),
  });
}
