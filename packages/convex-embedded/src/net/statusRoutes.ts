/** What tells clients, proxies and supervisors that a deployment is here and well. */
import type { Backend } from "../engine/backend.ts";
import type { Route } from "./functionApi.ts";

const VERSION = "0.1.0";
const INSTANCE_NAME = "local";

export function statusRoutes(backend: Backend): [string, Route][] {
  const text =
    (body: string): Route =>
    async (exchange) =>
      exchange.text(200, body);
  return [
    ["GET /", text("This is a Convex-compatible deployment.")],
    ["GET /version", text(VERSION)],
    ["GET /instance_name", text(INSTANCE_NAME)],
    ["GET /instance_version", text(VERSION)],
    [
      "GET /healthz",
      async (exchange) => {
        const isReady = backend.code.hash !== "";
        const { liveQueries, evaluations, staleResults } = backend.reactor;
        const body = {
          status: isReady ? "ok" : "starting",
          code: backend.code.hash,
          liveQueries,
          evaluations,
          staleResults,
        };
        exchange.jsonText(isReady ? 200 : 503, JSON.stringify(body));
      },
    ],
  ];
}
