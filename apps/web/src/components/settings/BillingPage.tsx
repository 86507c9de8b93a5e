"use client";
import { useState } from "react";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { EmptyState } from "@/components/ui/empty-state";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { compactCount, money } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { type Bill, lastMonths, useBill } from "./use-billing";
import { useInstallation } from "./use-installation";

/** What the account's agents cost, by month and agent. There only while the installation's billing flag is on. */
export function BillingPage() {
  const installation = useInstallation();
  const now = useNow("minute");
  const months = now === 0 ? [] : lastMonths(now);
  const [chosen, setChosen] = useState<string | null>(null);
  const month = chosen ?? months[0] ?? "";
  const isOn = installation.status === "ready" && installation.data.flags.billing;
  const bill = useBill(isOn && month ? month : "skip");
  return (
    <SettingsLayout>
      {installation.status === "ready" && !isOn ? (
        <EmptyState title="Billing is off">
          Whoever runs this installation turns it on under Installation. Costs are in Analytics meanwhile.
        </EmptyState>
      ) : (
        <SettingsSection
          title="Cost of agents"
          description="As the model providers bill it, or estimated where they say nothing. Days are those of the account's time zone."
        >
          <Select value={month} onValueChange={setChosen}>
            <SelectTrigger aria-label="Month" className="w-40">
              {monthName(month)}
            </SelectTrigger>
            <SelectContent>
              {months.map((each) => (
                <SelectItem key={each} value={each}>
                  {monthName(each)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          {bill.status === "loading" ? <ListSkeleton label="Loading the costs" /> : null}
          {bill.status === "error" ? <ErrorState error={bill.error} /> : null}
          {bill.status === "ready" ? <BillTable bill={bill.data} /> : null}
        </SettingsSection>
      )}
    </SettingsLayout>
  );
}

function BillTable({ bill }: { bill: Bill }) {
  const agents = bill.agents.filter(({ metrics }) => metrics.tokens > 0 || metrics.costUsd > 0);
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="border-line border-b text-left text-ink-3">
          <th className="py-2 font-medium">Agent</th>
          <th className="py-2 pl-4 text-right font-medium">Turns</th>
          <th className="py-2 pl-4 text-right font-medium">Tokens</th>
          <th className="py-2 pl-4 text-right font-medium">Cost</th>
        </tr>
      </thead>
      <tbody>
        {agents.map(({ agentId, name, metrics }) => (
          <tr key={agentId} className="border-line border-b">
            <td className="py-2 [overflow-wrap:anywhere]">{name}</td>
            <td className="figures py-2 pl-4 text-right">{metrics.runs.succeeded}</td>
            <td className="figures py-2 pl-4 text-right">{compactCount(metrics.tokens)}</td>
            <td className="figures py-2 pl-4 text-right">{money(metrics.costUsd)}</td>
          </tr>
        ))}
        <tr className="font-medium">
          <td className="py-2">Together</td>
          <td className="figures py-2 pl-4 text-right">{bill.totals.runs.succeeded}</td>
          <td className="figures py-2 pl-4 text-right">{compactCount(bill.totals.tokens)}</td>
          <td className="figures py-2 pl-4 text-right">{money(bill.totals.costUsd)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function monthName(month: string): string {
  if (!month) return "…";
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}
