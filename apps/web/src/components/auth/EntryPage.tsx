import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

/** The column in which people arrive: sign in, sign up, invitations, a first account. */
export function EntryPage(props: {
  title: ReactNode;
  intro?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
}) {
  const { title, intro, footer, children } = props;
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-5 py-10 sm:pb-[14vh] [&_input:not([type=checkbox])]:h-10">
      <header className="flex flex-col gap-3">
        <Mark className="size-9" />
        <div>
          <h1 className="font-semibold text-xl">{title}</h1>
          {intro ? <p className="mt-1.5 text-balance text-ink-2">{intro}</p> : null}
        </div>
      </header>
      {children}
      {footer ? <footer className="text-ink-2 text-sm">{footer}</footer> : null}
    </main>
  );
}

export const inlineLinkStyle = "font-medium text-accent underline-offset-2 hover:underline";
