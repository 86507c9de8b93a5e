import { useCallback, useEffect, useRef, useState } from "react";

/** This close to the end counts as reading the end, in pixels. */
const NEAR_END = 80;

/**
 * Keeps a growing thread at its end while one is reading there, and never moves it otherwise: then `hasNews` says that
 * something came below.
 */
export function useStickToBottom() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(false);
  const [hasNews, setNews] = useState(false);

  const toBottom = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    isAtEnd.current = true;
    element.scrollTop = element.scrollHeight;
    setNews(false);
  }, []);

  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    let height = inner.offsetHeight;
    // The first layouts are the page arriving, not news.
    let isSettled = false;
    const settle = setTimeout(() => {
      isSettled = true;
    }, 1_500);
    const onScroll = (): void => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
      if (isAtEnd.current) setNews(false);
    };
    const observer = new ResizeObserver(() => {
      const grew = inner.offsetHeight > height;
      height = inner.offsetHeight;
      if (!grew) return;
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
      else if (
        isSettled &&
        !isArriving(inner) &&
        element.scrollHeight - element.scrollTop - element.clientHeight > NEAR_END * 2
      )
        setNews(true);
    });
    element.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(inner);
    return () => {
      clearTimeout(settle);
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, []);
  return { scroller, content, hasNews, toBottom };
}

/** A thread that is not whole yet reads out nothing either (`ThreadLog`). */
function isArriving(content: HTMLElement): boolean {
  return content.querySelector('[role="log"][aria-live="off"]') !== null;
}
