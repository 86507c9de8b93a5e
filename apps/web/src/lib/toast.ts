// What the page tells in passing. Notices wait here until the toaster, which is loaded with the first one, takes them.

export type Notice = {
  readonly tone: "plain" | "error";
  readonly title: string;
  readonly description?: string;
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

const waiting: Notice[] = [];
const wanted = new Set<() => void>();
let taker: ((notice: Notice) => void) | null = null;
let wasWanted = false;

/** Shows a notice for a few seconds. */
export function toast(title: string, options: Omit<Notice, "tone" | "title"> = {}): void {
  tell({ tone: "plain", title, ...options });
}

/** Shows what was refused and why. */
export function toastError(title: string, description: string): void {
  tell({ tone: "error", title, description });
}

function tell(notice: Notice): void {
  if (taker) taker(notice);
  else {
    waiting.push(notice);
    wasWanted = true;
    for (const listener of wanted) listener();
  }
}

/** The toaster takes what waits and what comes. Returns how to stop. */
export function onNotice(take: (notice: Notice) => void): () => void {
  taker = take;
  for (const notice of waiting.splice(0)) take(notice);
  return () => {
    taker = null;
  };
}

/** Whether a toaster is needed yet, as an external store. */
export const toasterWanted = {
  subscribe: (listener: () => void): (() => void) => {
    wanted.add(listener);
    return () => wanted.delete(listener);
  },
  read: (): boolean => wasWanted,
};
