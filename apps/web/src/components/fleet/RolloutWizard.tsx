"use client";
import {
  defaultStrategy,
  STRATEGY_LABEL,
  type Strategy,
  type StrategyKind,
} from "@mc/shared/rollout/strategy";
import { isVersion } from "@mc/shared/runtime/version";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { RolloutPreviewView } from "./RolloutPreviewView";
import { minuteOf } from "./rollout-model";
import { StrategyFields } from "./StrategyFields";
import { type FleetLine, type useFleetCommands, useRolloutPreview } from "./use-fleet";

const KINDS = ["canary", "rolling", "immediate"] as const satisfies readonly StrategyKind[];
const KIND_NOTE: Record<StrategyKind, string> = {
  canary: "A few first, watched for a while; then batches. Harms at most a twentieth of the fleet.",
  rolling: "Batches with a pause between them.",
  immediate: "For a fleet of one or two.",
};

/** Version, strategy and hours of a rollout, with what it will do before it starts. */
export function RolloutWizard(props: {
  lines: readonly FleetLine[];
  testedVersions: readonly string[];
  commands: Pick<ReturnType<typeof useFleetCommands>, "start" | "isStarting">;
  onClose: () => void;
}) {
  const { lines, testedVersions, commands, onClose } = props;
  const ids = { version: useId(), kind: useId(), canary: useId(), from: useId(), to: useId() };
  const [version, setVersion] = useState(testedVersions[0] ?? "");
  const [strategy, setStrategy] = useState<Strategy>(() => defaultStrategy("canary", lines.length));
  const [canary, setCanary] = useState<FleetLine["runtimeId"] | "any">("any");
  const [hours, setHours] = useState({ from: "", to: "" });
  const [error, setError] = useState<string | null>(null);
  const draft = {
    version: version.trim(),
    strategy,
    runtimeIds: null,
    canaryIds: strategy.kind === "canary" && canary !== "any" ? [canary] : [],
    excludedIds: [],
  };
  const preview = useRolloutPreview(isVersion(draft.version) ? draft : null);
  const touched = preview.status === "ready" ? preview.data.batches.flat().length : 0;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const [fromMinute, toMinute] = [minuteOf(hours.from), minuteOf(hours.to)];
    if ((hours.from || hours.to) && (fromMinute === null || toMinute === null))
      return setError("Give both hours, such as 22:00 and 5:00, or neither.");
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const window = fromMinute === null || toMinute === null ? null : { fromMinute, toMinute, timeZone };
    const result = await commands.start({ ...draft, startAt: null, window });
    if (result.ok) onClose();
    else setError(result.error.message);
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title="Plan an upgrade"
        description="Every runtime installs the version beside its present one and goes back by itself when that does not start."
        className="max-w-2xl"
      >
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field
                id={ids.version}
                label="Version of OpenClaw"
                hint={`Tested: ${testedVersions.join(", ")}.`}
              >
                <Input
                  id={ids.version}
                  value={version}
                  onChange={(event) => setVersion(event.target.value)}
                  aria-describedby={describedBy(ids.version)}
                  className="figures"
                  autoComplete="off"
                  required
                />
              </Field>
              <Field id={ids.kind} label="How" hint={KIND_NOTE[strategy.kind]}>
                <Select
                  value={strategy.kind}
                  onValueChange={(kind) => setStrategy(defaultStrategy(kind as StrategyKind, lines.length))}
                >
                  <SelectTrigger id={ids.kind} />
                  <SelectContent>
                    {KINDS.map((kind) => (
                      <SelectItem key={kind} value={kind}>
                        {STRATEGY_LABEL[kind]}
                      </SelectItem>
                    ))}
                  </SelectContent>
                </Select>
              </Field>
              {strategy.kind === "canary" ? (
                <Field id={ids.canary} label="Canary">
                  <Select value={canary} onValueChange={(id) => setCanary(id as FleetLine["runtimeId"])}>
                    <SelectTrigger id={ids.canary} />
                    <SelectContent>
                      <SelectItem value="any">Chosen for you</SelectItem>
                      {lines.map((line) => (
                        <SelectItem key={line.runtimeId} value={line.runtimeId}>
                          {line.accountName} · {line.name}
                        </SelectItem>
                      ))}
                    </SelectContent>
                  </Select>
                </Field>
              ) : null}
              <StrategyFields strategy={strategy} onChange={setStrategy} />
              <div className="grid gap-4 sm:col-span-2 sm:grid-cols-2">
                <Field id={ids.from} label="Start only from" hint="Optional, in your time zone.">
                  <Input
                    id={ids.from}
                    type="time"
                    value={hours.from}
                    aria-describedby={describedBy(ids.from)}
                    onChange={(event) => setHours({ ...hours, from: event.target.value })}
                  />
                </Field>
                <Field id={ids.to} label="Until">
                  <Input
                    id={ids.to}
                    type="time"
                    value={hours.to}
                    onChange={(event) => setHours({ ...hours, to: event.target.value })}
                  />
                </Field>
              </div>
            </div>
            <RolloutPreviewView preview={preview} isCanary={strategy.kind === "canary"} />
            {error ? (
              <p role="alert" className="text-danger text-sm">
                {error}
              </p>
            ) : null}
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={commands.isStarting} disabled={touched === 0}>
              Start the rollout
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
