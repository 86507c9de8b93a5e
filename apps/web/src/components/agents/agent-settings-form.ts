/** Settings of agents as a form holds them: every field a text, empty where it defers. */
import type { AgentSettings, EffectiveSettings } from "@mc/shared/agent/settings";
import { numberOf, textOf } from "@/components/usage/number-text";

export const NUMBER_SETTINGS = [
  "temperature",
  "maxOutputTokens",
  "maxTurnTokens",
  "threadMessages",
  "heartbeatMinutes",
  "turnsPerHour",
] as const;
export type NumberSetting = (typeof NUMBER_SETTINGS)[number];

export type SettingsForm = Record<NumberSetting, string> & { promptPrefix: string; documents: string };

export function settingsForm(settings: AgentSettings): SettingsForm {
  const numbers = Object.fromEntries(NUMBER_SETTINGS.map((name) => [name, textOf(settings[name])]));
  return {
    ...(numbers as Record<NumberSetting, string>),
    promptPrefix: settings.promptPrefix ?? "",
    documents: settings.documents ?? "",
  };
}

/** What the server is sent; a number that is none is refused there with its field. */
export function settingsOf(form: SettingsForm): Omit<AgentSettings, "model"> {
  const settings: Omit<AgentSettings, "model"> = {};
  for (const name of NUMBER_SETTINGS) {
    const value = numberOf(form[name]);
    if (value !== null) settings[name] = Number.isNaN(value) ? -1 : value;
  }
  if (form.promptPrefix.trim() !== "") settings.promptPrefix = form.promptPrefix;
  if (form.documents === "none" || form.documents === "titles" || form.documents === "texts") {
    settings.documents = form.documents;
  }
  return settings;
}

/** What counts where the field is empty, as a placeholder. */
export function defaultText(name: NumberSetting, defaults: EffectiveSettings): string {
  const value = defaults[name];
  if (value === null) return "the model's own";
  if (value === 0 && name === "heartbeatMinutes") return "0 (off)";
  if (value === 0 && name === "turnsPerHour") return "0 (no limit)";
  return value.toLocaleString("en");
}
