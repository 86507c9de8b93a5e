import { Kbd } from "@/components/ui/kbd";
import { useModifierKey } from "@/lib/use-modifier-key";
import type { SendPreview } from "./types";
import type { CommandHint } from "./use-composer";

/** "Notifies Ada · wakes Theo", or what a command does, before anything is sent. Its line is always there, so that nothing moves; not on a phone, which has no room to spare. */
export function PreviewLine(props: {
  preview: SendPreview | null;
  command: CommandHint | null;
  isEmpty: boolean;
}) {
  const { preview, command, isEmpty } = props;
  const modifier = useModifierKey();
  return (
    <div className="mt-1.5 flex min-h-5 items-center pointer-coarse:min-h-0 gap-2 text-xs">
      <p role="status" className="min-w-0 flex-1 text-ink-2">
        {command ? <CommandWords command={command} /> : preview ? <Words preview={preview} /> : null}
      </p>
      {isEmpty ? null : (
        <span className="shrink-0 text-ink-3 pointer-coarse:hidden">
          <Kbd>{modifier}</Kbd> <Kbd>↵</Kbd> {command ? "runs it" : "sends"}
        </span>
      )}
    </div>
  );
}

function CommandWords({ command }: { command: CommandHint }) {
  if (command.problem === null) return <>{command.text}</>;
  return (
    <>
      {command.problem} Write it like <span className="figures text-ink">{command.usage}</span>
    </>
  );
}

function Words({ preview }: { preview: SendPreview }) {
  const [problem] = preview.problems;
  if (problem) {
    return (
      <span className="text-danger">
        {problem.text} could mean {problem.candidates.join(" or ")}. Write which one.
      </span>
    );
  }
  const notifies = preview.notifies.map((each) => each.name).join(", ");
  const wakes = preview.wakes.map((each) => each.name).join(", ");
  if (!notifies && !wakes) return <>Notifies nobody</>;
  return (
    <>
      {notifies ? (
        <>
          Notifies <strong className="font-medium text-ink">{notifies}</strong>
        </>
      ) : null}
      {notifies && wakes ? " · " : null}
      {wakes ? (
        <>
          {notifies ? "wakes" : "Wakes"} <strong className="font-medium text-ink">{wakes}</strong>
        </>
      ) : null}
    </>
  );
}
