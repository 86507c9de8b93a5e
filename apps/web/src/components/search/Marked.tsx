import { withoutSigns } from "@/components/markdown/plain-text";
import type { SearchHit } from "./use-search";

/** A text with what was searched for marked in it; of Markdown the words alone. */
export function Marked({
  text: { text, marks },
  isMarkdown = false,
}: {
  text: SearchHit["title"];
  isMarkdown?: boolean;
}) {
  const parts: { text: string; isMark: boolean; start: number }[] = [];
  let place = 0;
  for (const { start, end } of marks) {
    if (start > place) parts.push({ text: text.slice(place, start), isMark: false, start: place });
    parts.push({ text: text.slice(start, end), isMark: true, start });
    place = end;
  }
  if (place < text.length) parts.push({ text: text.slice(place), isMark: false, start: place });
  return parts.map((part) =>
    part.isMark ? (
      <mark key={part.start} className="rounded-xs bg-accent-wash font-medium text-accent">
        {part.text}
      </mark>
    ) : (
      <span key={part.start}>{isMarkdown ? withoutSigns(part.text) : part.text}</span>
    ),
  );
}
