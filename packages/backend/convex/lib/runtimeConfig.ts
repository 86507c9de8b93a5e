/** The old place of a runtime's description, on the account. Kept in step with `runtimes` while the flag says so. */
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";

export type RuntimeConfig = NonNullable<Doc<"accounts">["runtimeConfig"]>;

/** A runtime as the old field describes it; what is not known is left out. */
export function legacyOf({ provider, host, region, report }: Doc<"runtimes">): RuntimeConfig {
  const openclawVersion = report?.openclawVersion ?? undefined;
  return {
    provider,
    ...(host === undefined ? {} : { host }),
    ...(region === undefined ? {} : { region }),
    ...(openclawVersion === undefined ? {} : { openclawVersion }),
  };
}

export function sameConfig(one: RuntimeConfig, other: RuntimeConfig): boolean {
  return (
    one.provider === other.provider &&
    one.host === other.host &&
    one.region === other.region &&
    one.openclawVersion === other.openclawVersion
  );
}

/** For accounts that have the old field: an earlier release that is started again finds the present runtime there. */
export async function mirrorRuntimeConfig(ctx: WriteCtx, runtime: Doc<"runtimes">): Promise<void> {
  const { runtimeConfig } = ctx.account;
  const present = legacyOf(runtime);
  if (!runtimeConfig || sameConfig(runtimeConfig, present)) return;
  if (!(await ctx.flags()).runtimeConfigDualWrite) return;
  await ctx.db.patch("accounts", ctx.account._id, { runtimeConfig: present });
}
