/** Switches of the installation. Everything reads them resolved, through functions/installation.ts. */
import type { FeatureFlag } from "@mc/shared/installation/flags";
import type { FleetMutationCtx } from "../functions/fleet";
import { configRow, readFlags } from "../functions/installation";

export async function setFlag(ctx: FleetMutationCtx, flag: FeatureFlag, isOn: boolean): Promise<null> {
  const before = await readFlags(ctx.db);
  if (before[flag] === isOn) return null;
  const row = await configRow(ctx.db, "featureFlags");
  const flags = { ...(row?.key === "featureFlags" ? row.flags : {}), [flag]: isOn };
  if (row) await ctx.db.patch("systemConfig", row._id, { flags });
  else await ctx.db.insert("systemConfig", { key: "featureFlags", flags });
  await ctx.operations.record({ type: "flag_changed", flag, from: before[flag], to: isOn });
  return null;
}
