/** Writes our OpenClaw plugin beside the gateway: the checked-in code, and the tools of the one catalog as data. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TOOL_NAMES, TOOLS } from "@mc/shared/tools/catalog";
import { writeIfChanged } from "../storage/files.ts";
import { PLUGIN_ID } from "./config.ts";

const SOURCE = new URL("../../openclaw-plugin/", import.meta.url);

export async function writePlugin(dir: string): Promise<void> {
  for (const name of ["index.js", "package.json"]) {
    await writeIfChanged(join(dir, name), await readFile(new URL(name, SOURCE), "utf8"));
  }
  await writeIfChanged(join(dir, "tools.json"), `${JSON.stringify(pluginTools(), null, 2)}\n`);
  await writeIfChanged(join(dir, "openclaw.plugin.json"), `${JSON.stringify(pluginManifest(), null, 2)}\n`);
}

export function pluginTools(): { name: string; description: string; parameters: unknown }[] {
  return TOOL_NAMES.map((name) => ({
    name,
    description: TOOLS[name].description,
    parameters: TOOLS[name].parameters,
  }));
}

/** OpenClaw registers no tool that the manifest does not list. */
export function pluginManifest(): Record<string, unknown> {
  return {
    id: PLUGIN_ID,
    name: "Mission Control",
    description: "Tools of the shared office for agents",
    contracts: { tools: [...TOOL_NAMES] },
    activation: { onStartup: true },
    configSchema: {
      type: "object",
      additionalProperties: false,
      properties: { baseUrl: { type: "string" }, token: { type: "string" } },
    },
  };
}
