/**
 * The parts of OpenClaw's protocol that we read, checked on arrival. The gateway runs ahead of the published schema package, so
 * every object is open: unknown fields are ignored, and what we need but do not find makes the message unusable, not a crash.
 */
import { z } from "zod";

export const agentEvent = z.object({
  runId: z.string(),
  stream: z.string(),
  data: z.record(z.string(), z.unknown()).default({}),
});

export const assistantData = z.object({ text: z.string(), itemId: z.string().default("") });

export const itemData = z.object({
  kind: z.literal("tool"),
  name: z.string(),
  toolCallId: z.string().default(""),
  phase: z.enum(["start", "end"]),
  status: z.string().default(""),
});

const usage = z.object({
  input: z.number().default(0),
  output: z.number().default(0),
  cacheRead: z.number().default(0),
  cacheWrite: z.number().default(0),
  cost: z.object({ total: z.number().default(0) }).optional(),
});

export const agentFinal = z.object({
  runId: z.string().optional(),
  status: z.string(),
  summary: z.string().optional(),
  stopReason: z.string().optional(),
  result: z
    .object({
      payloads: z
        .array(z.object({ text: z.string().nullish(), isError: z.boolean().optional() }))
        .default([]),
      meta: z
        .object({
          aborted: z.boolean().optional(),
          stopReason: z.string().optional(),
          error: z.object({ kind: z.string().optional(), message: z.string().optional() }).optional(),
          agentMeta: z
            .object({
              provider: z.string().optional(),
              model: z.string().optional(),
              usage: usage.optional(),
            })
            .optional(),
        })
        .default({}),
    })
    .optional(),
  error: z.unknown().optional(),
});
export type AgentFinal = z.infer<typeof agentFinal>;

export const chatHistory = z.object({
  messages: z
    .array(
      z.object({
        role: z.string(),
        content: z
          .union([z.string(), z.array(z.object({ type: z.string(), text: z.string().optional() }))])
          .optional(),
        provider: z.string().optional(),
        model: z.string().optional(),
        usage: usage.optional(),
        stopReason: z.string().optional(),
        __openclaw: z
          .object({
            runId: z.string().optional(),
            id: z.union([z.string(), z.number()]).optional(),
            seq: z.number().optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  inFlightRun: z.object({ runId: z.string(), text: z.string().optional() }).nullish(),
});
export type ChatHistory = z.infer<typeof chatHistory>;

const sessionFacts = z.object({ status: z.string().optional() });
export const sessionDescription = z.union([
  z.object({ session: sessionFacts }).transform(({ session }) => session),
  sessionFacts,
]);

export const waited = z.object({
  status: z.string(),
  endedAt: z.number().optional(),
  error: z.unknown().optional(),
});

export const configState = z.object({
  configRevisionHash: z.string().optional(),
  appliedConfigHash: z.string().optional(),
});

export const suspension = z.object({ suspensionId: z.string().optional() });
