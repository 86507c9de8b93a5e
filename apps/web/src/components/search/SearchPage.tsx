"use client";
import { SEARCH_LIMITS, SEARCH_TYPES, type SearchType } from "@mc/shared/search/types";
import { Search, SearchX } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { someOf, TEXT } from "@/lib/address";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/format";
import { useAddress } from "@/lib/use-address";
import { HitRow } from "./HitRow";
import { hitKey, TYPE_LOOK } from "./search-look";
import { type SearchGroup, useSearch } from "./use-search";

const PARAMS = { q: TEXT, types: someOf(SEARCH_TYPES) };
/** Of each type: with one type chosen there is room for more. */
const PER_TYPE = 8;

/** Everything in the account by its words; the address keeps what was searched for. */
export function SearchPage() {
  const [{ q, types }, setQuery] = useAddress(PARAMS);
  const limit = types.length === 1 ? SEARCH_LIMITS.perType : PER_TYPE;
  const search = useSearch({ text: q, types, limit });
  const toggle = (type: SearchType): void => {
    const next = types.includes(type) ? types.filter((each) => each !== type) : [...types, type];
    setQuery({ types: next });
  };
  const found = search.groups.reduce((sum, group) => sum + group.hits.length, 0);
  const hasMore = search.groups.some((group) => group.isMore);
  const isAnswered = q.trim() !== "" && !search.isSearching && search.error === null;
  return (
    <>
      <PageHeader title="Search" />
      <div className="flex w-full max-w-3xl flex-col px-4 pt-1 pb-16 max-md:px-3">
        <div className="relative">
          <Search aria-hidden className="pointer-events-none absolute top-3 left-3 z-10 size-4 text-ink-3" />
          <Input
            type="search"
            aria-label="Search the account"
            placeholder="Words, a name, or a task number"
            autoFocus
            value={q}
            maxLength={SEARCH_LIMITS.text}
            onChange={(event) => setQuery({ q: event.target.value })}
            className="h-10 pl-9"
          />
        </div>
        <fieldset className="-mx-2 flex fade-ends min-w-0 gap-1 overflow-x-auto px-2 py-2">
          <legend className="sr-only">Only these types</legend>
          {SEARCH_TYPES.map((type) => (
            <Button
              key={type}
              variant="quiet"
              size="sm"
              aria-pressed={types.includes(type)}
              className={cn(types.includes(type) && "bg-accent-wash text-ink")}
              onClick={() => toggle(type)}
            >
              {TYPE_LOOK[type].many}
            </Button>
          ))}
        </fieldset>
        <p role="status" className="sr-only">
          {isAnswered ? plural(found, "result") : ""}
        </p>
        {search.error ? <ErrorState error={search.error} /> : null}
        {q.trim() === "" ? (
          <EmptyState title="Search everything in the account">
            Tasks, messages, documents, agents, people and failed runs. The beginning of a word is enough.
          </EmptyState>
        ) : null}
        {q.trim() !== "" && search.isSearching && found === 0 ? <ListSkeleton label="Searching" /> : null}
        {isAnswered && found === 0 ? (
          <EmptyState
            title="Nothing found"
            icon={<SearchX aria-hidden />}
            action={
              types.length > 0 ? <Button onClick={() => setQuery({ types: null })}>All types</Button> : null
            }
          >
            {types.length > 0
              ? `No ${types.map((type) => TYPE_LOOK[type].many.toLowerCase()).join(", ")} with these words.`
              : "No word in the account begins like this. Try fewer words."}
          </EmptyState>
        ) : null}
        {search.groups.map((group) => (
          <Group
            key={group.type}
            group={group}
            onMore={group.isMore && types.length !== 1 ? () => setQuery({ types: [group.type] }) : null}
          />
        ))}
        {hasMore && types.length === 1 ? (
          <p className="py-3 text-ink-3 text-sm">These are the best {limit}. Add a word to narrow it down.</p>
        ) : null}
      </div>
    </>
  );
}

function Group({ group, onMore }: { group: SearchGroup; onMore: (() => void) | null }) {
  const { slug } = useAccount();
  const look = TYPE_LOOK[group.type];
  return (
    <section aria-label={look.many} className="mt-3">
      <div className="flex h-8 items-center justify-between border-line border-b">
        <h2 className="font-medium text-ink-3 text-xs">{look.many}</h2>
        {onMore ? (
          <Button variant="quiet" size="sm" className="-mr-2" onClick={onMore}>
            More {look.many.toLowerCase()}
          </Button>
        ) : null}
      </div>
      <ul className="-mx-2 flex flex-col">
        {group.hits.map((hit) => (
          <HitRow key={hitKey(hit)} hit={hit} accountSlug={slug} />
        ))}
      </ul>
    </section>
  );
}
