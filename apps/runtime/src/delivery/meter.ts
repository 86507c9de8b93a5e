/** What delivery measures, for whoever keeps figures. All times in milliseconds. */
import type { RunUsage } from "@mc/shared/delivery/run";

export interface DeliveryMeter {
  /** The gateway took the turn, so long after the run was due. */
  accepted(sinceDueMs: number): void;
  /** The first word or tool came, so long after the gateway took the turn. */
  firstOutput(sinceAcceptedMs: number): void;
  /** A turn ended, however it ended, at this price. */
  used(usage: RunUsage): void;
}

export const NO_METER: DeliveryMeter = {
  accepted: () => undefined,
  firstOutput: () => undefined,
  used: () => undefined,
};
