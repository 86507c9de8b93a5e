"use client";
import { EntryPage } from "@/components/auth/EntryPage";
import { Button } from "@/components/ui/button";

export default function ErrorPage({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EntryPage
      title="Something broke on our side"
      intro="This page could not be shown. What you saved is safe."
    >
      <div className="flex gap-2">
        <Button variant="primary" size="lg" onClick={reset}>
          Try again
        </Button>
        <Button size="lg" onClick={() => window.location.assign("/")}>
          Go to the start page
        </Button>
      </div>
    </EntryPage>
  );
}
