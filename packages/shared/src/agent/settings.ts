/**
 * How an agent works: its model's parameters, what it is told, how often it looks around by itself, and how much it may
 * do. Effective = the agent's own, else the account's default, else the product's; a missing one defers.
 */
export type AgentSettings = {
  /** Model reference of the gateway, "provider/model"; without one the runtime's. */
  model?: string;
  /** 0 to 2; without one the model's own. */
  temperature?: number;
  /** Of one answer of the model. */
  maxOutputTokens?: number;
  /** New tokens of one whole turn; at the limit the turn is stopped at the gateway. */
  maxTurnTokens?: number;
  /** Said before everything else in every turn. */
  promptPrefix?: string;
  /** Unread messages that a turn is given; older ones are counted and can be loaded. */
  threadMessages?: number;
  /** Of the documents linked to the task. */
  documents?: DocumentContext;
  /** Between two looks around without being asked; 0 for none. */
  heartbeatMinutes?: number;
  /** Turns that may start within an hour; 0 for no limit. */
  turnsPerHour?: number;
};

/** none: not named; titles: named, to be read by tool; texts: the beginning of each is in the prompt. */
export const DOCUMENT_CONTEXTS = ["none", "titles", "texts"] as const;
export type DocumentContext = (typeof DOCUMENT_CONTEXTS)[number];

export const AGENT_SETTING_NAMES = [
  "model",
  "temperature",
  "maxOutputTokens",
  "maxTurnTokens",
  "promptPrefix",
  "threadMessages",
  "documents",
  "heartbeatMinutes",
  "turnsPerHour",
] as const satisfies readonly (keyof AgentSettings)[];
export type AgentSettingName = (typeof AGENT_SETTING_NAMES)[number];

export const AGENT_SETTING_LABEL = {
  model: "model",
  temperature: "temperature",
  maxOutputTokens: "tokens per answer",
  maxTurnTokens: "tokens per turn",
  promptPrefix: "prompt prefix",
  threadMessages: "messages of the thread",
  documents: "documents in the prompt",
  heartbeatMinutes: "heartbeat",
  turnsPerHour: "turns per hour",
} as const satisfies Record<AgentSettingName, string>;

/** null where the product leaves it to the model or the runtime. */
export type EffectiveSettings = {
  model: string | null;
  temperature: number | null;
  maxOutputTokens: number | null;
  maxTurnTokens: number;
  promptPrefix: string;
  threadMessages: number;
  documents: DocumentContext;
  heartbeatMinutes: number;
  turnsPerHour: number;
};

export const PRODUCT_SETTINGS: EffectiveSettings = {
  model: null,
  temperature: null,
  maxOutputTokens: null,
  maxTurnTokens: 1_000_000,
  promptPrefix: "",
  threadMessages: 30,
  documents: "titles",
  heartbeatMinutes: 15,
  turnsPerHour: 0,
};

type Bounds = { min: number; max: number; isWhole: boolean };

export const SETTING_BOUNDS = {
  temperature: { min: 0, max: 2, isWhole: false },
  maxOutputTokens: { min: 256, max: 200_000, isWhole: true },
  maxTurnTokens: { min: 10_000, max: 100_000_000, isWhole: true },
  threadMessages: { min: 1, max: 100, isWhole: true },
  heartbeatMinutes: { min: 0, max: 1_440, isWhole: true },
  turnsPerHour: { min: 0, max: 1_000, isWhole: true },
} as const satisfies { [Name in AgentSettingName]?: Bounds };

export const MAX_PROMPT_PREFIX = 4_000;
const MAX_MODEL = 200;
const MODEL = /^[\w.-]+(\/[\w.:@-]+)*$/;

export function resolveSettings(agent: AgentSettings, account: AgentSettings): EffectiveSettings {
  return { ...PRODUCT_SETTINGS, ...defined(account), ...defined(agent) };
}

export type SettingProblem = { field: AgentSettingName; message: string };

/** The first thing that is wrong, as a sentence; null when all is well. */
export function settingProblem(settings: AgentSettings): SettingProblem | null {
  for (const [name, { min, max, isWhole }] of Object.entries(SETTING_BOUNDS)) {
    const field = name as keyof typeof SETTING_BOUNDS;
    const value = settings[field];
    if (value === undefined || (value >= min && value <= max && (!isWhole || Number.isInteger(value))))
      continue;
    const kind = isWhole ? "a whole number" : "a number";
    const range = `${min.toLocaleString("en")} to ${max.toLocaleString("en")}`;
    return { field, message: `${capital(AGENT_SETTING_LABEL[field])} is ${kind} from ${range}.` };
  }
  const { model, promptPrefix } = settings;
  if (model !== undefined && (model.length > MAX_MODEL || !MODEL.test(model))) {
    return { field: "model", message: "A model is written like anthropic/claude-sonnet-5." };
  }
  if (promptPrefix !== undefined && promptPrefix.length > MAX_PROMPT_PREFIX) {
    const most = MAX_PROMPT_PREFIX.toLocaleString("en");
    return { field: "promptPrefix", message: `The prompt prefix has at most ${most} characters.` };
  }
  return null;
}

/** As people read a value; null for one that defers. */
export function settingText(value: AgentSettings[AgentSettingName]): string | null {
  return value === undefined ? null : String(value);
}

function defined(settings: AgentSettings): AgentSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
