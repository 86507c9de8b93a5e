/** `convex export`: a request, a state to wait for (`_system/cli/exports:getLatest`), and the archive. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Backend } from "../engine/backend.ts";
import { exportDeployment } from "../snapshot/deployment.ts";
import { requireAdmin } from "./adminRoutes.ts";
import type { Authenticator } from "./authenticator.ts";
import { type Exchange, HttpError } from "./exchange.ts";

export const EXPORT_PREFIX = "/api/export/zip/";

interface ExportInput {
  readonly backend: Backend;
  readonly authenticator: Authenticator;
}

/** POST /api/export/request/zip?includeStorage= */
export async function requestExport(input: ExportInput, exchange: Exchange): Promise<void> {
  await requireAdmin(input, exchange);
  const { database, exports } = input.backend;
  exports.add({
    ts: database.latestTs,
    includeFiles: exchange.url.searchParams.get("includeStorage") === "true",
  });
  exchange.jsonText(200, "null");
}

/** GET /api/export/zip/<ts> */
export async function downloadExport(input: ExportInput, exchange: Exchange): Promise<void> {
  await requireAdmin(input, exchange);
  const name = exchange.url.pathname.slice(EXPORT_PREFIX.length);
  const request = /^\d+$/.test(name) ? input.backend.exports.find(BigInt(name)) : null;
  if (exchange.method !== "GET" || request === null) {
    throw new HttpError(404, "ExportNotFound", "No such export; request one first.");
  }
  const { zip } = exportDeployment(input.backend, { includeFiles: request.includeFiles });
  exchange.response.writeHead(200, {
    "Content-Type": "application/zip",
    "Content-Disposition": `attachment; filename=snapshot_${name}.zip`,
  });
  await pipeline(Readable.from(zip), exchange.response);
}
