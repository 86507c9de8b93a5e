import { RelativeTime } from "@/components/people/RelativeTime";
import { Link } from "@/components/ui/link";
import { HitSign } from "./HitSign";
import { hitDetail } from "./hit-detail";
import { Marked } from "./Marked";
import { rememberRecent } from "./recent";
import { hitHref } from "./search-look";
import type { SearchHit } from "./use-search";

/** One result: what, where it says so, what it belongs to. Leads to the exact place. */
export function HitRow({ hit, accountSlug }: { hit: SearchHit; accountSlug: string }) {
  const href = hitHref(hit, accountSlug);
  const detail = hitDetail(hit);
  return (
    <li>
      <Link
        href={href}
        onClick={() => rememberRecent(accountSlug, { href, title: hit.title.text, detail, type: hit.type })}
        className="flex items-start gap-2.5 rounded-sm px-2 py-2 transition-colors hover:bg-hover compact:py-1"
      >
        <HitSign hit={hit} className="mt-0.5" />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="max-w-[75%] shrink-0 truncate font-medium text-sm">
              <Marked text={hit.title} />
            </span>
            <span className="min-w-0 shrink truncate text-ink-3 text-xs">{detail}</span>
          </span>
          {hit.snippet ? (
            <span className="line-clamp-2 text-ink-2 text-sm [overflow-wrap:anywhere]">
              <Marked text={hit.snippet} isMarkdown />
            </span>
          ) : null}
        </span>
        <RelativeTime at={hit.at} className="pt-0.5" />
      </Link>
    </li>
  );
}
