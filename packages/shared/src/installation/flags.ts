/** Switches of an installation as a whole. Fleet operators turn them; each one decides something, see where it is read. */
export const FEATURE_FLAGS = ["billing", "fleet", "runtimeConfigDualWrite"] as const;
export type FeatureFlag = (typeof FEATURE_FLAGS)[number];
/** As stored: a missing flag stands at its default. */
export type FlagSettings = { readonly [F in FeatureFlag]?: boolean | undefined };
export type Flags = Readonly<Record<FeatureFlag, boolean>>;

const DEFAULTS: Flags = { billing: false, fleet: true, runtimeConfigDualWrite: true };

export const FLAG_TEXT: Readonly<Record<FeatureFlag, { label: string; effect: string }>> = {
  billing: {
    label: "Billing",
    effect: "Every account's settings show what its agents cost, by month.",
  },
  fleet: {
    label: "Fleet",
    effect: "Fleet operators see all runtimes of this installation and plan upgrades over them.",
  },
  runtimeConfigDualWrite: {
    label: "Dual write of runtime settings",
    effect:
      "Changes of a runtime are also written to the account's old runtimeConfig, so that an older release finds them.",
  },
};

export function resolveFlags(settings: FlagSettings): Flags {
  const entries = FEATURE_FLAGS.map((flag) => [flag, settings[flag] ?? DEFAULTS[flag]] as const);
  return Object.fromEntries(entries) as Flags;
}
