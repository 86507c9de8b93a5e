import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { PROVIDER_LABEL } from "./runtime-words";
import type { Enrolment } from "./use-runtimes";

/** Tokens that wait for their machine. */
export function EnrolmentList(props: {
  enrolments: readonly Enrolment[];
  onRevoke: (enrolmentId: Enrolment["enrolmentId"]) => Promise<unknown>;
}) {
  return (
    <section aria-label="Tokens that wait" className="flex flex-col gap-2">
      <h2 className="font-semibold text-base">Waiting to connect</h2>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {props.enrolments.map((enrolment) => (
          <li key={enrolment.enrolmentId} className="flex min-h-11 items-center gap-3 py-1.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className="truncate">
                {enrolment.name} <span className="figures text-ink-3 text-xs">{enrolment.hint}…</span>
              </p>
              <p className="text-ink-3 text-xs">
                {PROVIDER_LABEL[enrolment.provider]} · made <RelativeTime at={enrolment.createdAt} />, valid
                for a day
              </p>
            </div>
            <Button
              size="sm"
              aria-label={`Withdraw the token of ${enrolment.name}`}
              onClick={() => void props.onRevoke(enrolment.enrolmentId)}
            >
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
