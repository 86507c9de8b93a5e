import type { ReactNode } from "react";
import { ago } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { GATEWAY_WORDS, modelWords, type RuntimeLook } from "./runtime-look";
import type { Runtime } from "./use-frame";

/** Install progress, gateway, model, version and the reasons for what is wrong. */
export function RuntimeDetails({ runtime, look }: { runtime: Runtime | null; look: RuntimeLook }) {
  const now = useNow("second");
  return (
    <div className="flex flex-col gap-3 text-sm">
      <div>
        <p className="flex items-center gap-1.5 font-medium">
          <look.icon aria-hidden className={`size-4 ${look.tone}`} strokeWidth={2.2} />
          Runtime {look.label}
        </p>
        <p className="mt-1 text-ink-2">{look.sentence}</p>
      </div>
      {runtime?.install ? <InstallProgress install={runtime.install} /> : null}
      {runtime && runtime.reasons.length > 0 ? (
        <ul aria-label="Reasons" className="list-disc pl-4 text-ink-2">
          {runtime.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ) : null}
      {runtime ? (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-line border-t pt-3">
          <Row name="Gateway">
            {runtime.gateway ? GATEWAY_WORDS[runtime.gateway.state] : "not started yet"}
          </Row>
          <Row name="Model">
            {runtime.model ? modelWords(runtime.model) : "not known yet"}
            {runtime.model?.isDemo ? (
              <span className="block text-ink-3">
                Answers are scripted, not thought. Set a provider key to use a real model.
              </span>
            ) : null}
          </Row>
          <Row name="OpenClaw">
            {runtime.openclawVersion ? (
              <span className="figures">{runtime.openclawVersion}</span>
            ) : (
              "not installed yet"
            )}
          </Row>
          <Row name="Last check-in">
            {runtime.lastCheckInAt === null ? "never" : ago(runtime.lastCheckInAt, now)}
          </Row>
        </dl>
      ) : null}
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function InstallProgress({ install }: { install: { step: string; percent: number; detail: string } }) {
  return (
    <div>
      <div className="flex justify-between gap-3">
        <span>{install.step}</span>
        <span className="figures">{Math.round(install.percent)} %</span>
      </div>
      <div
        role="progressbar"
        aria-label={install.step}
        aria-valuenow={Math.round(install.percent)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-pressed"
      >
        <div
          className="h-full rounded-full bg-health-upgrading transition-[width] duration-180"
          style={{ width: `${Math.min(100, install.percent)}%` }}
        />
      </div>
      {install.detail ? <p className="mt-1 truncate text-ink-3 text-xs">{install.detail}</p> : null}
    </div>
  );
}
