import Link from "next/link";
import type { ReactNode } from "react";
import { type Activity, partsOf } from "./activity";
import { activityHref } from "./activity-links";

/** An activity as a sentence, each name leading to its place. Inside a task its own number is "this task". */
export function Sentence({
  activity,
  accountSlug,
  isInTask = false,
}: {
  activity: Activity;
  accountSlug: string;
  isInTask?: boolean;
}) {
  const href = activityHref(activity, accountSlug);
  const parts = partsOf(activity).map((part, index): ReactNode => {
    const key = `${index}-${part.kind}`;
    switch (part.kind) {
      case "actor":
        return (
          <strong key={key} className="font-medium text-ink">
            {part.text}
          </strong>
        );
      case "target":
        if (isInTask && activity.target.kind === "task") return <span key={key}>this task</span>;
        return href ? (
          <Link key={key} href={href} className="font-medium text-ink underline-offset-2 hover:underline">
            {part.text}
          </Link>
        ) : (
          <span key={key} className="font-medium text-ink">
            {part.text}
          </span>
        );
      case "value":
        return (
          <span key={key} className="text-ink">
            {part.text}
          </span>
        );
      case "text":
        return <span key={key}>{part.text}</span>;
    }
  });
  return <span className="[overflow-wrap:anywhere]">{parts}</span>;
}
