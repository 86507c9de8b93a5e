/**
 * Which model answers, and how OpenClaw is told about it. A key in the environment chooses a provider; without one the
 * scripted demo model answers, labelled as such everywhere. Keys are named in OpenClaw's config as `${VARIABLE}`, and the
 * value travels in the gateway's environment only.
 */
export interface Provider {
  readonly name: string;
  readonly baseUrl: string;
  readonly api: "anthropic-messages" | "openai-completions" | "openai-responses";
  /** The variable that OpenClaw's config names, and its value for the child's environment. */
  readonly key: { readonly variable: string; readonly value: string };
}

export interface ModelChoice {
  /** What agents use that ask for nothing else: "provider/model", as OpenClaw writes it. */
  readonly ref: string;
  readonly isDemo: boolean;
  /** Every provider that a key is set for; none with the demo model, whose address is known only once it listens. */
  readonly providers: readonly Provider[];
  /** Pause between two words of the demo model. */
  readonly demoWordMs: number;
}

export interface ModelSettings {
  readonly model: string | undefined;
  readonly anthropicKey: string | undefined;
  readonly openaiKey: string | undefined;
  readonly openrouterKey: string | undefined;
  readonly openaiBaseUrl: string | undefined;
  readonly demoWordMs: number;
}

export const DEMO_PROVIDER = "demo";
export const DEMO_MODEL_REF = "demo/scripted";

/**
 * What is asked for when a key is set and MC_MODEL is not. Untested: no provider could be reached where this was written, so these
 * are names from the providers' lists, and a provider that knows none of them answers with an error that names the model. Their
 * prices are not known here either: OpenClaw gets none, and every turn's cost is recorded as "unknown" (never as 0).
 */
export const DEFAULT_MODELS: Readonly<Record<string, string>> = {
  anthropic: "claude-opus-5",
  openai: "gpt-5.4",
  openrouter: "auto",
};

/** MC_MODEL decides ("provider/model", or a bare model of the first provider); otherwise Anthropic, OpenAI, OpenRouter in this order. */
export function chooseModel(settings: ModelSettings): ModelChoice {
  const providers = providersOf(settings);
  const [first] = providers;
  if (first === undefined)
    return { ref: DEMO_MODEL_REF, isDemo: true, providers: [], demoWordMs: settings.demoWordMs };
  const wanted = settings.model === undefined ? null : splitRef(settings.model);
  const named = providers.find((provider) => provider.name === wanted?.provider);
  const ref =
    named !== undefined && settings.model !== undefined
      ? settings.model
      : `${first.name}/${settings.model ?? DEFAULT_MODELS[first.name] ?? "default"}`;
  return { ref, isDemo: false, providers, demoWordMs: settings.demoWordMs };
}

function providersOf(settings: ModelSettings): Provider[] {
  const { anthropicKey, openaiKey, openrouterKey, openaiBaseUrl } = settings;
  const providers: Provider[] = [];
  if (anthropicKey !== undefined) {
    providers.push({
      name: "anthropic",
      baseUrl: "https://api.anthropic.com",
      api: "anthropic-messages",
      key: { variable: "ANTHROPIC_API_KEY", value: anthropicKey },
    });
  }
  if (openaiKey !== undefined) {
    providers.push({
      name: "openai",
      baseUrl: openaiBaseUrl ?? "https://api.openai.com/v1",
      // A server of one's own rarely speaks the newer Responses API.
      api: openaiBaseUrl === undefined ? "openai-responses" : "openai-completions",
      key: { variable: "OPENAI_API_KEY", value: openaiKey },
    });
  }
  if (openrouterKey !== undefined) {
    providers.push({
      name: "openrouter",
      baseUrl: "https://openrouter.ai/api/v1",
      api: "openai-completions",
      key: { variable: "OPENROUTER_API_KEY", value: openrouterKey },
    });
  }
  return providers;
}

/** "a/b/c" → provider a, model b/c; a ref without a slash belongs to whichever provider has a key. */
export function splitRef(ref: string): { provider: string | null; model: string } {
  const slash = ref.indexOf("/");
  return slash <= 0
    ? { provider: null, model: ref }
    : { provider: ref.slice(0, slash), model: ref.slice(slash + 1) };
}
