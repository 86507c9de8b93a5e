/**
 * Which model answers, and how OpenClaw is told about it. A key in the environment chooses a provider; without one the
 * scripted demo model answers, labelled as such everywhere. Keys are named in OpenClaw's config as `${VARIABLE}`, and the
 * value travels in the gateway's environment only.
 */
export interface ModelChoice {
  /** "provider/model", as OpenClaw writes it. */
  readonly ref: string;
  readonly isDemo: boolean;
  readonly provider: string;
  /** Present for real providers; the demo server's address is known only once it listens. */
  readonly endpoint: {
    readonly baseUrl: string;
    readonly api: "anthropic-messages" | "openai-completions" | "openai-responses";
  } | null;
  /** The variable that OpenClaw's config names, and its value for the child's environment. */
  readonly key: { readonly variable: string; readonly value: string } | null;
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

const PROVIDERS = {
  anthropic: {
    variable: "ANTHROPIC_API_KEY",
    baseUrl: "https://api.anthropic.com",
    api: "anthropic-messages",
    model: "claude-opus-5",
  },
  openai: {
    variable: "OPENAI_API_KEY",
    baseUrl: "https://api.openai.com/v1",
    api: "openai-responses",
    model: "gpt-5.4",
  },
  openrouter: {
    variable: "OPENROUTER_API_KEY",
    baseUrl: "https://openrouter.ai/api/v1",
    api: "openai-completions",
    model: "auto",
  },
} as const;
type ProviderName = keyof typeof PROVIDERS;

/** MC_MODEL decides between several keys ("provider/model"); otherwise Anthropic, OpenAI, OpenRouter in this order. */
export function chooseModel(settings: ModelSettings): ModelChoice {
  const keys = {
    anthropic: settings.anthropicKey,
    openai: settings.openaiKey,
    openrouter: settings.openrouterKey,
  };
  const wanted = settings.model === undefined ? null : splitRef(settings.model);
  const available = (Object.keys(PROVIDERS) as ProviderName[]).filter((name) => keys[name] !== undefined);
  const name = available.find((candidate) => candidate === wanted?.provider) ?? available[0];
  if (name === undefined) {
    return {
      ref: DEMO_MODEL_REF,
      isDemo: true,
      provider: DEMO_PROVIDER,
      endpoint: null,
      key: null,
      demoWordMs: settings.demoWordMs,
    };
  }
  const provider = PROVIDERS[name];
  const model =
    wanted === null
      ? provider.model
      : wanted.provider === name
        ? wanted.model
        : (settings.model ?? provider.model);
  const isOwnServer = name === "openai" && settings.openaiBaseUrl !== undefined;
  return {
    ref: `${name}/${model}`,
    isDemo: false,
    provider: name,
    endpoint: {
      baseUrl: isOwnServer ? (settings.openaiBaseUrl ?? provider.baseUrl) : provider.baseUrl,
      // A server of one's own rarely speaks the newer Responses API.
      api: isOwnServer ? "openai-completions" : provider.api,
    },
    key: { variable: provider.variable, value: keys[name] ?? "" },
    demoWordMs: settings.demoWordMs,
  };
}

/** "a/b/c" → provider a, model b/c; a ref without a slash belongs to whichever provider has a key. */
export function splitRef(ref: string): { provider: string | null; model: string } {
  const slash = ref.indexOf("/");
  return slash <= 0
    ? { provider: null, model: ref }
    : { provider: ref.slice(0, slash), model: ref.slice(slash + 1) };
}
