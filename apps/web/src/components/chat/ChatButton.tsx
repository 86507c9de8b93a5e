"use client";
import { MessageCircle } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { AccountContextValue } from "@/components/account/use-account";
import { NAME } from "@/lib/address";
import { dataOf } from "@/lib/async";
import { fetched } from "@/lib/fetched";
import { useAddress } from "@/lib/use-address";
import { useLeadChat } from "./use-lead-chat";

const ChatPanel = fetched(() => import("./ChatPanel").then((module) => module.default));
const PARAMS = { chat: NAME };
const keyOf = (slug: string) => `mc-chat:${slug}`;

/** Opens and collapses the chat with the squad lead, from every page; ⌘J (Ctrl J) does the same. It stays open while one walks. */
export function ChatButton({ account }: { account: AccountContextValue }) {
  const { slug } = account;
  const button = useRef<HTMLButtonElement>(null);
  const chat = dataOf(useLeadChat(account));
  const [isOpen, setOpenState] = useState(false);
  const [{ chat: asked }, setAddress] = useAddress(PARAMS);
  const setOpen = useCallback(
    (next: boolean): void => {
      setOpenState(next);
      if (next) localStorage.setItem(keyOf(slug), "open");
      else localStorage.removeItem(keyOf(slug));
    },
    [slug],
  );
  useEffect(() => {
    // on a phone it would lie over the page that somebody came for
    const hasRoom = window.matchMedia("(min-width: 48rem)").matches;
    if (hasRoom && localStorage.getItem(keyOf(slug)) === "open") setOpenState(true);
  }, [slug]);
  useEffect(() => {
    if (asked !== null) setOpen(true);
  }, [asked, setOpen]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "j" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
      event.preventDefault();
      setOpen(localStorage.getItem(keyOf(slug)) !== "open");
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [slug, setOpen]);
  const close = (): void => {
    setOpen(false);
    setAddress({ chat: null });
    button.current?.focus();
  };
  const name = chat?.lead?.name ?? "the lead";
  const isNew = chat?.hasUnread === true && !isOpen;
  const isWorking = (chat?.running.length ?? 0) > 0;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        aria-keyshortcuts="Meta+J Control+J"
        title={`Ask ${name} (Ctrl or ⌘ + J)`}
        onClick={() => (isOpen ? close() : setOpen(true))}
        onPointerEnter={() => void ChatPanel.fetch()}
        onFocus={() => void ChatPanel.fetch()}
        className="relative inline-flex h-8 min-w-8 pointer-coarse:h-10 pointer-coarse:min-w-10 shrink-0 items-center justify-center gap-2 rounded-sm px-2 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink"
      >
        <MessageCircle aria-hidden className="size-4" />
        <span className="max-w-36 truncate max-xl:sr-only">Ask {name}</span>
        {isNew ? <span className="sr-only">, new answer</span> : null}
        {isNew || isWorking ? (
          <span
            aria-hidden
            className={`absolute top-1 left-5 size-2 rounded-full ${isNew ? "bg-accent" : "bg-health-online"}`}
          />
        ) : null}
      </button>
      {isOpen ? <ChatPanel account={account} onClose={close} /> : null}
    </>
  );
}
