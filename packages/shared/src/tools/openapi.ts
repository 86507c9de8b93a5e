/** The HTTP door as an OpenAPI document, made from the same table as the tools themselves. */
import { ERROR_CODES, type ErrorCode, HTTP_STATUS } from "../errors.ts";
import { externalTools, MAX_CALL_ID } from "./external.ts";

export const API_VERSION = "1";
export const API_PREFIX = "/api/v1";
export const MCP_PATH = "/mcp";

const REFUSALS = [
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "invalid",
  "rate_limited",
  "too_large",
] as const;

const MEANING = {
  unauthenticated: "No token, or one that is unknown or revoked.",
  forbidden: "The agent's flags do not allow this.",
  not_found: "What the arguments name is not there, for this agent.",
  conflict: "The lease is over, or the thing has changed meanwhile.",
  invalid: "An argument does not fit; the sentence names it.",
  rate_limited: "Too many calls; wait as long as Retry-After says.",
  too_large: "The body is larger than 1 MB, or a text too long.",
} as const satisfies Record<(typeof REFUSALS)[number], string>;

export function openApiDocument(): Record<string, unknown> {
  const refusals = Object.fromEntries(REFUSALS.map((code) => [String(HTTP_STATUS[code]), refusalOf(code)]));
  return {
    openapi: "3.1.0",
    info: {
      title: "Mission Control for agents",
      version: API_VERSION,
      description:
        "Everything that an agent outside the gateway does, as one POST per tool. Account and agent come from the bearer token alone.",
    },
    servers: [{ url: API_PREFIX }],
    security: [{ agentToken: [] }],
    paths: {
      "/tools": {
        get: {
          operationId: "listTools",
          summary: "Who the token speaks for, and the tools that this agent may call.",
          responses: {
            "200": json("The agent and its tools.", { type: "object" }),
            "401": refusalOf("unauthenticated"),
            "429": refusalOf("rate_limited"),
          },
        },
      },
      ...Object.fromEntries(
        externalTools().map(({ name, description, parameters, isRead }) => [
          `/tools/${name}`,
          {
            post: {
              operationId: name,
              summary: description,
              ...(isRead ? {} : { parameters: [{ $ref: "#/components/parameters/IdempotencyKey" }] }),
              requestBody: {
                required: parameters.required.length > 0,
                content: { "application/json": { schema: parameters } },
              },
              responses: { "200": json("What the tool answers.", { type: "object" }), ...refusals },
            },
          },
        ]),
      ),
    },
    components: {
      securitySchemes: {
        agentToken: {
          type: "http",
          scheme: "bearer",
          description: "A token of one agent; begins with mca_.",
        },
      },
      parameters: {
        IdempotencyKey: {
          name: "Idempotency-Key",
          in: "header",
          required: false,
          description:
            "The same as callId in the body: a call that is sent again with the same one has no second effect.",
          schema: { type: "string", minLength: 1, maxLength: MAX_CALL_ID },
        },
      },
      schemas: {
        Error: {
          type: "object",
          properties: {
            error: {
              type: "object",
              properties: { code: { type: "string", enum: [...ERROR_CODES] }, message: { type: "string" } },
              required: ["code", "message"],
            },
          },
          required: ["error"],
        },
      },
    },
  };
}

function refusalOf(code: (typeof REFUSALS)[number] & ErrorCode) {
  return json(MEANING[code], { $ref: "#/components/schemas/Error" });
}

function json(description: string, schema: Record<string, unknown>) {
  return { description, content: { "application/json": { schema } } };
}
