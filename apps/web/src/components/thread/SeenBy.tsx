import { PersonAvatar } from "@/components/people/PersonAvatar";
import { exactTime } from "@/lib/format";
import type { Seen } from "./types";

const NAMED = 3;

/** Who has read the thread to its end, besides oneself. */
export function SeenBy({ seen }: { seen: readonly Seen[] }) {
  if (seen.length === 0) return null;
  const shown = seen.slice(0, NAMED).map((each) => each.name);
  const more = seen.length - shown.length;
  return (
    <p
      className="flex items-center justify-end gap-1.5 text-ink-3 text-xs"
      title={seen.map((each) => `${each.name}, ${exactTime(each.seenAt)}`).join("\n")}
    >
      <span aria-hidden className="flex gap-0.5">
        {seen.slice(0, NAMED).map((each) => (
          <PersonAvatar key={each.memberId} name={each.name} size="xs" />
        ))}
      </span>
      Seen by {shown.join(", ")}
      {more > 0 ? ` and ${more} more` : ""}
    </p>
  );
}
