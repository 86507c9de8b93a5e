/**
 * What is reached over HTTP without our client, wiring only: MCP and HTTP for agents that work outside the gateway,
 * incoming webhooks, and the link in mails that ends them.
 */
import { API_PREFIX, MCP_PATH } from "@mc/shared/tools/openapi";
import { httpRouter } from "convex/server";
import { agentEndpoint, httpDoor } from "./functions/http";
import { describeApi, listTools, postTool } from "./lib/agentHttp";
import { serveMcp } from "./lib/agentMcp";
import { HOOKS_PREFIX, MAX_HOOK_BYTES, receiveTask, showUnsubscribe, unsubscribe } from "./lib/incomingHttp";

const MAX_FORM_BYTES = 4 * 1024;

const http = httpRouter();

for (const method of ["POST", "GET", "DELETE"] as const) {
  http.route({ path: MCP_PATH, method, handler: agentEndpoint(serveMcp) });
}
http.route({ path: `${API_PREFIX}/openapi.json`, method: "GET", handler: agentEndpoint(describeApi) });
http.route({ path: `${API_PREFIX}/tools`, method: "GET", handler: agentEndpoint(listTools) });
http.route({ pathPrefix: `${API_PREFIX}/tools/`, method: "POST", handler: agentEndpoint(postTool) });

http.route({
  pathPrefix: HOOKS_PREFIX,
  method: "POST",
  handler: httpDoor({ maxBytes: MAX_HOOK_BYTES }, receiveTask),
});
http.route({
  path: "/mail/unsubscribe",
  method: "POST",
  handler: httpDoor({ maxBytes: MAX_FORM_BYTES }, unsubscribe),
});
http.route({
  path: "/mail/unsubscribe",
  method: "GET",
  handler: httpDoor({ maxBytes: 0 }, showUnsubscribe),
});

export default http;
