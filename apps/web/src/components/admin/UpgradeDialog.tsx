"use client";
import { compareVersions, isVersion, TESTED_OPENCLAW_VERSIONS } from "@mc/shared/runtime/version";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { RuntimeLine } from "./use-runtimes";

/** Which version to upgrade one runtime to, and what happens then. */
export function UpgradeDialog(props: {
  runtime: Pick<RuntimeLine, "name" | "openclawVersion">;
  onClose: () => void;
  onUpgrade: (version: string) => Promise<string | null>;
}) {
  const { runtime, onClose, onUpgrade } = props;
  const id = useId();
  const newer = TESTED_OPENCLAW_VERSIONS.filter(
    (version) => compareVersions(version, runtime.openclawVersion ?? "") > 0,
  );
  const [version, setVersion] = useState<string>(newer[0] ?? "");
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isVersion(version.trim())) return setError("A version looks like 2026.9.6.");
    setBusy(true);
    const refusal = await onUpgrade(version.trim());
    setBusy(false);
    if (refusal === null) onClose();
    else setError(refusal);
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={`Upgrade ${runtime.name}`}
        description={`It runs OpenClaw ${runtime.openclawVersion ?? "of an unknown version"} now.`}
        className="max-w-md"
      >
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <Field
              id={id}
              label="Version of OpenClaw"
              error={error}
              hint={
                newer.length > 0
                  ? `Tested with Mission Control: ${newer.join(", ")}.`
                  : "It runs the newest version that was tested with Mission Control."
              }
            >
              <Input
                id={id}
                value={version}
                onChange={(event) => setVersion(event.target.value)}
                aria-describedby={describedBy(id)}
                aria-invalid={error !== null}
                placeholder="2026.9.6"
                autoComplete="off"
                className="figures"
                required
              />
            </Field>
            <ol className="list-decimal pl-4 text-ink-2 text-sm">
              <li>
                The version is installed beside the present one, and asked whether it can use the databases.
              </li>
              <li>Running turns may end; then the gateway stops and its state is copied.</li>
              <li>The new version starts. If it is not well, the old one comes back with its state.</li>
            </ol>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              Upgrade
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
