"use client";
import { ALERT_LABEL } from "@mc/shared/runtime/alerts";
import { COMMAND_LABEL } from "@mc/shared/runtime/command";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { GATEWAY_WORDS, modelWords, RUNTIME_LOOK } from "@/components/frame/runtime-look";
import { RelativeTime } from "@/components/people/RelativeTime";
import { CommandHistory } from "./CommandHistory";
import { HealthParts } from "./HealthParts";
import { Progress } from "./Progress";
import { PROVIDER_LABEL } from "./runtime-words";
import { ScoreChart } from "./ScoreChart";
import { StatusWord } from "./StatusWord";
import type { RuntimeFull } from "./use-runtimes";

/** Everything about one runtime. What may be done to it comes from the page around: an account's or the fleet's. */
export function RuntimeView(props: {
  runtime: RuntimeFull;
  actions: ReactNode;
  limits: ReactNode;
  logs: ReactNode;
}) {
  const { runtime, actions, limits, logs } = props;
  return (
    <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-2">
      <div className="flex flex-col gap-8">
        <Section title="State">
          <State runtime={runtime} />
          {actions}
        </Section>
        <Section title="Versions">
          <Facts runtime={runtime} />
        </Section>
        <Section title="Limits">{limits}</Section>
      </div>
      <div className="flex flex-col gap-8">
        <Section title="Health">
          <HealthParts health={runtime.health} />
          <ScoreChart samples={runtime.samples} />
        </Section>
        <Section title="History">
          <CommandHistory history={runtime.history} />
        </Section>
      </div>
      <div className="lg:col-span-2">
        <Section title="Logs">{logs}</Section>
      </div>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}

function State({ runtime }: { runtime: RuntimeFull }) {
  const open = runtime.commands.find(({ kind }) => kind !== "collect_logs");
  const step = runtime.upgrade ?? open?.step ?? null;
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p className="flex items-center gap-2 font-medium">
          <StatusWord status={runtime.status} />
          <span className="font-normal text-ink-3 text-sm">
            changed <RelativeTime at={runtime.statusSince} />
          </span>
        </p>
        <p className="mt-1 text-ink-2 text-sm">{sentenceOf(runtime)}</p>
      </div>
      {runtime.reasons.length > 0 ? (
        <ul aria-label="Reasons" className="list-disc pl-4 text-ink-2 text-sm">
          {runtime.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ) : null}
      {runtime.alerts.map((alert) => (
        <p key={alert.kind} className="flex gap-2 rounded-md border border-line bg-danger-wash p-2.5 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          <span>
            <span className="font-medium">{ALERT_LABEL[alert.kind]}.</span> {alert.detail}
          </span>
        </p>
      ))}
      {runtime.install ? (
        <Progress
          label="Installing OpenClaw"
          percent={runtime.install.percent}
          detail={runtime.install.detail}
        />
      ) : null}
      {open && step ? (
        <Progress
          label={`${COMMAND_LABEL[open.kind]}${open.version ? ` to ${open.version}` : ""}`}
          percent={step.percent}
          detail={step.detail}
        />
      ) : open ? (
        <p className="text-ink-2 text-sm">
          {COMMAND_LABEL[open.kind]}: asked by {open.requestedBy} <RelativeTime at={open.requestedAt} />.
        </p>
      ) : null}
    </div>
  );
}

function sentenceOf(runtime: RuntimeFull): string {
  if (!runtime.isActive) return "It stands by: another runtime takes the account's work.";
  return RUNTIME_LOOK[runtime.status].sentence;
}

function Facts({ runtime }: { runtime: RuntimeFull }) {
  const place = [PROVIDER_LABEL[runtime.provider], runtime.host, runtime.region].filter(Boolean).join(" · ");
  return (
    <dl className="flex flex-col divide-y divide-line border-line border-y text-sm">
      <Fact name="OpenClaw">
        <Figure value={runtime.openclawVersion} none="not installed yet" />
      </Fact>
      <Fact name="Kept to go back to">
        <Figure value={runtime.previousVersion} none="nothing" />
      </Fact>
      <Fact name="Runtime">
        <Figure value={runtime.runtimeVersion} none="not known yet" />
      </Fact>
      <Fact name="Gateway protocol">
        <Figure value={runtime.protocolVersion} none="not known yet" />
      </Fact>
      <Fact name="Gateway">
        {runtime.gateway ? GATEWAY_WORDS[runtime.gateway.state] : <None>not started yet</None>}
      </Fact>
      <Fact name="Model">{runtime.model ? modelWords(runtime.model) : <None>not known yet</None>}</Fact>
      <Fact name="Runs on">{place}</Fact>
      <Fact name="Last check-in">
        {runtime.lastCheckInAt === null ? <None>never</None> : <RelativeTime at={runtime.lastCheckInAt} />}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 truncate text-right">{children}</dd>
    </div>
  );
}

function Figure({ value, none }: { value: string | number | null; none: string }) {
  return value === null ? <None>{none}</None> : <span className="figures">{value}</span>;
}

function None({ children }: { children: string }) {
  return <span className="text-ink-3">{children}</span>;
}
