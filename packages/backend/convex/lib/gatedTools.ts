/** Which tools a person may be asked about, wherever such a list is set. */
import { GATEABLE_TOOLS, ungateable } from "@mc/shared/agent/approvals";
import type { ToolName } from "@mc/shared/tools/catalog";
import { invalid } from "../functions/errors";

/** A list of gated tools as it is stored: without one that only reads, which nobody is ever asked about. */
export function requireGateable(tools: ToolName[]): ToolName[] {
  const wrong = ungateable(tools);
  if (wrong !== null) {
    const can = `Possible: ${GATEABLE_TOOLS.join(", ")}.`;
    throw invalid(`${wrong} only reads, so nobody is asked about it. ${can}`, "requiresApprovalForActions");
  }
  return [...new Set(tools)];
}
