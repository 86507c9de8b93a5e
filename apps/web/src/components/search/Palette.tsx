"use client";
import { Command as Primitive } from "cmdk";
import { SquareSlash } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as DialogPrimitive } from "radix-ui";
import { useState } from "react";
import type { AccountContextValue } from "@/components/account/use-account";
import { CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { plural } from "@/lib/format";
import { HitSign } from "./HitSign";
import { hitDetail } from "./hit-detail";
import { Marked } from "./Marked";
import { matchActions, type PaletteAction, paletteActions, searchPageAction } from "./palette-actions";
import { readRecent, rememberRecent } from "./recent";
import { hitHref, hitKey, TYPE_LOOK } from "./search-look";
import { usePaletteCommands } from "./use-palette-commands";
import { type SearchHit, useSearch } from "./use-search";

/** Of each type: the palette is for what one knows, the page for what one looks for. */
const PER_TYPE = 5;

/** Recent places, results by type and actions; the first is chosen already, so that Enter opens it. */
export default function Palette({ account, onClose }: { account: AccountContextValue; onClose: () => void }) {
  const { slug } = account;
  const router = useRouter();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState("");
  const [recent] = useState(() => readRecent(slug));
  const query = text.trim();
  const search = useSearch({ text, limit: PER_TYPE });
  const actions = matchActions(paletteActions(account), query);
  const { commands, run } = usePaletteCommands(account, query);
  const found = search.groups.reduce((sum, group) => sum + group.hits.length, 0);
  const go = (href: string): void => {
    onClose();
    router.push(href);
  };
  const open = (hit: SearchHit): void => {
    const href = hitHref(hit, slug);
    rememberRecent(slug, { href, title: hit.title.text, detail: hitDetail(hit), type: hit.type });
    go(href);
  };
  // Whatever was chosen by hand stays chosen; else the first of what is shown.
  const values = [
    ...(query ? [] : recent.map((each) => each.href)),
    ...commands.map((command) => command.label),
    ...search.groups.flatMap((group) => group.hits.map(hitKey)),
    ...actions.map((action) => action.label),
    ...(query ? [SEARCH_ALL] : []),
  ];
  const value = values.includes(chosen) ? chosen : (values[0] ?? "");
  return (
    <DialogPrimitive.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogPrimitive.Portal>
        <DialogPrimitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <DialogPrimitive.Content
          aria-describedby={undefined}
          className="fixed top-[max(1rem,12vh)] left-1/2 z-50 flex max-h-[min(32rem,calc(100dvh-2rem))] w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-md border border-line bg-panel shadow-float outline-none max-sm:top-3"
        >
          <DialogPrimitive.Title className="sr-only">Search and commands</DialogPrimitive.Title>
          <Primitive
            label="Search and commands"
            shouldFilter={false}
            loop
            value={value}
            onValueChange={setChosen}
            className="flex min-h-0 flex-col"
          >
            <CommandInput
              autoFocus
              placeholder="Search, or type what to do"
              value={text}
              onValueChange={(next) => {
                setText(next);
                setChosen("");
              }}
              className="h-12 text-base focus-visible:outline-none"
            />
            <p role="status" className="sr-only">
              {query && !search.isSearching ? plural(found, "result") : ""}
            </p>
            <CommandList className="max-h-none min-h-0 flex-1">
              {search.error ? <p className="px-2 py-2 text-danger text-sm">{search.error.message}</p> : null}
              {!query && recent.length > 0 ? (
                <CommandGroup heading="Recent">
                  {recent.map((each) => {
                    const Icon = TYPE_LOOK[each.type].icon;
                    return (
                      <CommandItem key={each.href} value={each.href} onSelect={() => go(each.href)}>
                        <Icon aria-hidden className="text-ink-3" />
                        <span className="truncate">{each.title}</span>
                        <span className="ml-auto max-w-[45%] truncate text-ink-3 text-xs">{each.detail}</span>
                      </CommandItem>
                    );
                  })}
                </CommandGroup>
              ) : null}
              {commands.length > 0 ? (
                <CommandGroup heading="Do">
                  {commands.map((command) => (
                    <CommandItem
                      key={command.label}
                      value={command.label}
                      onSelect={() => {
                        onClose();
                        void run(command);
                      }}
                    >
                      <SquareSlash aria-hidden className="text-ink-3" />
                      <span className="truncate">{command.label}</span>
                    </CommandItem>
                  ))}
                </CommandGroup>
              ) : null}
              {search.groups.map((group) => (
                <CommandGroup key={group.type} heading={TYPE_LOOK[group.type].many}>
                  {group.hits.map((hit) => (
                    <HitItem key={hitKey(hit)} hit={hit} onOpen={() => open(hit)} />
                  ))}
                </CommandGroup>
              ))}
              <Actions actions={actions} onGo={go} />
              {query ? (
                <CommandGroup heading={found === 0 && !search.isSearching ? "Nothing found here" : "Search"}>
                  <ActionItem action={searchPageAction(account, query)} value={SEARCH_ALL} onGo={go} />
                </CommandGroup>
              ) : null}
            </CommandList>
          </Primitive>
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  );
}

const SEARCH_ALL = "search-all";

function HitItem({ hit, onOpen }: { hit: SearchHit; onOpen: () => void }) {
  return (
    <CommandItem value={hitKey(hit)} onSelect={onOpen}>
      <HitSign hit={hit} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="truncate">
            <Marked text={hit.title} />
          </span>
          <span className="ml-auto max-w-[50%] shrink-0 truncate text-ink-3 text-xs">{hitDetail(hit)}</span>
        </span>
        {hit.snippet && hit.type !== "task" ? (
          <span className="block truncate text-ink-2 text-xs">
            <Marked text={hit.snippet} isMarkdown />
          </span>
        ) : null}
      </span>
    </CommandItem>
  );
}

function Actions({ actions, onGo }: { actions: readonly PaletteAction[]; onGo: (href: string) => void }) {
  if (actions.length === 0) return null;
  return (
    <CommandGroup heading="Actions">
      {actions.map((action) => (
        <ActionItem key={action.label} action={action} value={action.label} onGo={onGo} />
      ))}
    </CommandGroup>
  );
}

function ActionItem(props: { action: PaletteAction; value: string; onGo: (href: string) => void }) {
  const { action, value, onGo } = props;
  return (
    <CommandItem value={value} onSelect={() => onGo(action.href)}>
      <action.icon aria-hidden className="text-ink-3" />
      <span className="truncate">{action.label}</span>
    </CommandItem>
  );
}
