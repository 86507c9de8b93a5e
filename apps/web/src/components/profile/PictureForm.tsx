"use client";
import { type ChangeEvent, useId, useRef, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { sameOrigin } from "@/lib/same-origin";
import { toast } from "@/lib/toast";
import { squarePicture } from "./square-picture";
import { usePicture, useProfile } from "./use-profile";

/** One's picture: chosen, cut to a square here, looked at by the server, and removable. */
export function PictureForm({ name }: { name: string }) {
  const inputId = useId();
  const input = useRef<HTMLInputElement>(null);
  const profile = useProfile();
  const { send, remove, isBusy } = usePicture();
  const [error, setError] = useState<string | null>(null);
  const picture = profile.status === "ready" ? profile.data.picture : null;

  const onChoose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [chosen] = event.currentTarget.files ?? [];
    event.currentTarget.value = "";
    if (!chosen) return;
    const squared = await squarePicture(chosen);
    if (!squared.ok) return setError(squared.message);
    const refusal = await send(squared.picture);
    setError(refusal);
    if (refusal === null) toast("Picture saved");
  };

  return (
    <div className="flex items-center gap-4">
      <Avatar
        name={name}
        shape="round"
        size="xl"
        className="size-16 shrink-0 text-2xl"
        picture={picture?.url ? sameOrigin(picture.url) : null}
      />
      <div className="flex min-w-0 flex-col gap-1.5">
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            id={inputId}
            type="file"
            accept="image/png,image/jpeg,image/webp,image/gif"
            aria-label="Picture"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void onChoose(event)}
          />
          <Button isBusy={isBusy} onClick={() => input.current?.click()}>
            {isBusy ? "Saving…" : picture ? "Change picture" : "Choose picture"}
          </Button>
          {picture ? (
            <Button variant="quiet" disabled={isBusy} onClick={() => void remove()}>
              Remove picture
            </Button>
          ) : null}
        </div>
        {error ? (
          <p role="alert" className="text-danger text-sm">
            {error}
          </p>
        ) : (
          <p className="text-ink-3 text-sm">
            {picture?.isChecking
              ? "The server looks at it."
              : "PNG, JPEG, WebP or GIF. The middle is shown, as a circle."}
          </p>
        )}
      </div>
    </div>
  );
}
