"use client";
import { EntryPage } from "@/components/auth/EntryPage";
import { largeButtonStyle } from "@/components/ui/button-style";

/** Its code comes with every page, so it is made of plain elements. */
export default function ErrorPage({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EntryPage
      title="Something broke on our side"
      intro="This page could not be shown. What you saved is safe."
    >
      <div className="flex gap-2">
        <button type="button" className={largeButtonStyle("primary")} onClick={reset}>
          Try again
        </button>
        <button
          type="button"
          className={largeButtonStyle("outline")}
          onClick={() => window.location.assign("/")}
        >
          Go to the start page
        </button>
      </div>
    </EntryPage>
  );
}
