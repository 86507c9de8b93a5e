"use client";
import { FEATURE_FLAGS, FLAG_TEXT } from "@mc/shared/installation/flags";
import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { OperatorList } from "./OperatorList";
import { OperatorLog } from "./OperatorLog";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { type Installation, useInstallation, useInstallationCommands } from "./use-installation";

/** What concerns all accounts of this installation; for its fleet operators. */
export function InstallationPage() {
  const installation = useInstallation();
  if (installation.status !== "ready") {
    return (
      <SettingsLayout>
        <Skeleton className="h-40 w-full" />
      </SettingsLayout>
    );
  }
  if (!installation.data.isFleetOperator) {
    return (
      <SettingsLayout>
        <EmptyState title="For fleet operators">
          These settings concern every account of this installation. Ask whoever runs it.
        </EmptyState>
      </SettingsLayout>
    );
  }
  return (
    <SettingsLayout>
      <SettingsSection title="Features" description="Switched for all accounts of this installation.">
        <Flags flags={installation.data.flags} />
      </SettingsSection>
      <SettingsSection
        title="Fleet operators"
        description="They act on all accounts: switches, runtimes, upgrades. There is always at least one."
      >
        <OperatorList />
      </SettingsSection>
      <SettingsSection
        title="Operators' log"
        description="What operators did, and which accounts were deleted."
      >
        <OperatorLog />
      </SettingsSection>
    </SettingsLayout>
  );
}

function Flags({ flags }: { flags: Installation["flags"] }) {
  const { setFlag } = useInstallationCommands();
  const id = useId();
  return (
    <ul className="flex flex-col divide-y divide-line border-line border-y">
      {FEATURE_FLAGS.map((flag) => (
        <li key={flag} className="flex items-start gap-2.5 py-2.5">
          <Checkbox
            id={`${id}-${flag}`}
            checked={flags[flag]}
            onCheckedChange={(checked) => void setFlag(flag, checked === true)}
            className="mt-0.5"
          />
          <label htmlFor={`${id}-${flag}`} className="text-sm">
            <span className="font-medium">{FLAG_TEXT[flag].label}</span>
            <span className="block text-ink-2">{FLAG_TEXT[flag].effect}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}
