import type { RuntimeStatus } from "@mc/shared/runtime/report";
import {
  CircleAlert,
  CircleArrowUp,
  CircleCheck,
  CircleDashed,
  CircleX,
  Download,
  Loader,
  type LucideIcon,
} from "lucide-react";

export type RuntimeLook = {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly tone: string;
  readonly sentence: string;
};

export const RUNTIME_LOOK = {
  none: {
    label: "not started",
    icon: CircleDashed,
    tone: "text-health-provisioning",
    sentence: "The runtime starts when the account has its first agent.",
  },
  starting: {
    label: "starting",
    icon: Loader,
    tone: "text-health-provisioning",
    sentence: "The runtime is starting. Work that you hand over waits for it.",
  },
  installing: {
    label: "installing",
    icon: Download,
    tone: "text-health-provisioning",
    sentence: "OpenClaw is being installed. Work that you hand over waits for it.",
  },
  online: {
    label: "online",
    icon: CircleCheck,
    tone: "text-health-online",
    sentence: "The runtime is connected and takes work.",
  },
  degraded: {
    label: "degraded",
    icon: CircleAlert,
    tone: "text-health-degraded",
    sentence: "The runtime takes work, with limits.",
  },
  offline: {
    label: "offline",
    icon: CircleX,
    tone: "text-health-offline",
    sentence: "The runtime has not checked in. Work that you hand over waits until it is back.",
  },
  upgrading: {
    label: "upgrading",
    icon: CircleArrowUp,
    tone: "text-health-upgrading",
    sentence: "The runtime is upgrading. Work that you hand over waits for it.",
  },
} as const satisfies Record<RuntimeStatus, RuntimeLook>;

export const GATEWAY_WORDS = {
  stopped: "stopped",
  starting: "starting",
  ready: "ready",
  unhealthy: "not answering well",
  restarting: "restarting",
  failed: "failed to start",
} as const;

/** What to call the model: the scripted one must never be taken for a real one. */
export function modelWords(model: { ref: string; isDemo: boolean }): string {
  return model.isDemo ? "scripted demo model" : model.ref;
}
