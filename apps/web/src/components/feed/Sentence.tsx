import type { SentencePart } from "@mc/shared/activity/describe";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { type Activity, partsOf } from "./activity";
import { activityHref } from "./activity-links";

/** "MC-2016" does not break at its hyphen. */
const SHORT = 12;

type Props = { activity: Activity; accountSlug: string; isInTask?: boolean };

/** An activity as a sentence, each name leading to its place. Inside a task its own number is "this task". */
export function Sentence({ activity, accountSlug, isInTask = false }: Props) {
  const isSelf = isInTask && activity.target.kind === "task";
  const href = isSelf ? null : activityHref(activity, accountSlug);
  return (
    <span className="[overflow-wrap:anywhere]">
      {partsOf(activity).map((part, index) => {
        const shown: SentencePart =
          isSelf && part.kind === "target" ? { kind: "text", text: "this task" } : part;
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never change places
        return <Part key={index} part={shown} href={href} />;
      })}
    </span>
  );
}

function Part({ part, href }: { part: SentencePart; href: string | null }) {
  switch (part.kind) {
    case "actor":
      return <strong className="font-medium text-ink">{part.text}</strong>;
    case "target":
      return href ? (
        <Link
          href={href}
          className={cn(
            "font-medium text-ink underline-offset-2 hover:underline",
            part.text.length < SHORT && "whitespace-nowrap",
          )}
        >
          {part.text}
        </Link>
      ) : (
        <span className="font-medium text-ink">{part.text}</span>
      );
    case "value":
      return <span className="text-ink">{part.text}</span>;
    case "text":
      return part.text;
  }
}
