/** Addresses for agents that work outside the gateway: MCP and HTTP, two doors to the same tools. Wiring only. */
import { API_PREFIX, MCP_PATH } from "@mc/shared/tools/openapi";
import { httpRouter } from "convex/server";
import { httpEndpoint } from "./functions/http";
import { describeApi, listTools, postTool } from "./lib/agentHttp";
import { serveMcp } from "./lib/agentMcp";

const http = httpRouter();

for (const method of ["POST", "GET", "DELETE"] as const) {
  http.route({ path: MCP_PATH, method, handler: httpEndpoint(serveMcp) });
}
http.route({ path: `${API_PREFIX}/openapi.json`, method: "GET", handler: httpEndpoint(describeApi) });
http.route({ path: `${API_PREFIX}/tools`, method: "GET", handler: httpEndpoint(listTools) });
http.route({ pathPrefix: `${API_PREFIX}/tools/`, method: "POST", handler: httpEndpoint(postTool) });

export default http;
