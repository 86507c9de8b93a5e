/**
 * What the connected gateway can do, against what we need of it. OpenClaw says in its greeting which methods and events it has;
 * it is asked once per connection, so that what a version lacks is a sentence on the runtime's page and not a failure in the
 * middle of somebody's turn.
 */
import { OPENCLAW_TESTED_VERSIONS } from "../openclaw/version.ts";

export interface GatewayOffer {
  readonly version: string;
  /** Empty when the gateway does not say: then nothing is concluded from it. */
  readonly methods: readonly string[];
  readonly events: readonly string[];
}

interface Need {
  readonly kind: "method" | "event";
  readonly name: string;
  /** Follows "Without it …". */
  readonly without: string;
  /** Without an essential one no turn can be handed over safely, so none is. */
  readonly isEssential: boolean;
}

export const NEEDS: readonly Need[] = [
  { kind: "method", name: "agent", without: "no turn can be started", isEssential: true },
  {
    kind: "method",
    name: "chat.history",
    without: "an interrupted turn cannot be looked up, so it might be answered twice",
    isEssential: true,
  },
  { kind: "method", name: "sessions.abort", without: "a running turn cannot be stopped", isEssential: true },
  {
    kind: "method",
    name: "agent.wait",
    without: "a turn that outlived its connection cannot be followed and is handed over again",
    isEssential: false,
  },
  {
    kind: "method",
    name: "sessions.describe",
    without: "the first turn of a session after a crash may be merged with the one it interrupted",
    isEssential: false,
  },
  {
    kind: "method",
    name: "config.get",
    without: "a new or changed agent is taken over only when the gateway starts again",
    isEssential: false,
  },
  { kind: "event", name: "agent", without: "answers appear only when they are finished", isEssential: false },
];

export interface Capabilities {
  /** False when something essential is missing. */
  readonly isUsable: boolean;
  /** Sentences for people; empty when everything is there. */
  readonly reasons: readonly string[];
  /** "method:name" of what is missing. */
  readonly missing: ReadonlySet<string>;
}

export const ALL_CAPABILITIES: Capabilities = { isUsable: true, reasons: [], missing: new Set() };

/** Pure: the same offer always means the same. */
export function probeCapabilities(offer: GatewayOffer): Capabilities {
  const lacks = NEEDS.filter((need) => {
    const offered = need.kind === "method" ? offer.methods : offer.events;
    return offered.length > 0 && !offered.includes(need.name);
  });
  const untested = OPENCLAW_TESTED_VERSIONS.some((version) => version === offer.version)
    ? []
    : [
        `OpenClaw ${offer.version} was never tested with this runtime (tested: ${OPENCLAW_TESTED_VERSIONS.join(", ")})`,
      ];
  return {
    isUsable: !lacks.some((need) => need.isEssential),
    reasons: [
      ...untested,
      ...lacks.map((need) => `OpenClaw ${offer.version} has no ${need.kind} "${need.name}": ${need.without}`),
    ],
    missing: new Set(lacks.map((need) => `${need.kind}:${need.name}`)),
  };
}
