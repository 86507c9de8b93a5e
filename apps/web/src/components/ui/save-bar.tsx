import { Button } from "./button";

/** The foot of a form that keeps its changes until they are saved: the refusal, what state it is in, and the ways on. */
export function SaveBar({
  isDirty,
  isBusy,
  refusal,
  onDiscard,
}: {
  isDirty: boolean;
  isBusy: boolean;
  refusal: string | null;
  onDiscard: () => void;
}) {
  return (
    <>
      {refusal ? (
        <p role="alert" className="text-danger text-sm">
          {refusal}
        </p>
      ) : null}
      <div className="flex items-center gap-2">
        <p role="status" className="mr-auto text-ink-3 text-sm">
          {isDirty ? "Unsaved changes" : "Saved"}
        </p>
        {isDirty ? <Button onClick={onDiscard}>Discard changes</Button> : null}
        <Button type="submit" variant="primary" isBusy={isBusy} disabled={!isDirty}>
          {isBusy ? "Saving…" : "Save"}
        </Button>
      </div>
    </>
  );
}
