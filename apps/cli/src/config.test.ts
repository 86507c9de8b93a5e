import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig, repoRoot, settingHelp } from "./config.ts";

const config = (env: Record<string, string>) => {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
};
const problems = (env: Record<string, string>) => {
  const result = readConfig(env);
  return result.ok ? [] : result.problems;
};

describe("settings of npm start", () => {
  it("runs without any setting", () => {
    expect(config({})).toMatchObject({
      web: { port: 3000, host: "127.0.0.1", origin: "http://localhost:3000" },
      backendPort: 3210,
      signUp: "invite",
      signUpsPerMinute: 10,
      gallery: "0",
      runtimeEnv: {},
    });
  });

  it("treats an empty variable as not set", () => {
    expect(config({ PORT: "", ANTHROPIC_API_KEY: "" })).toMatchObject({
      web: { port: 3000 },
      runtimeEnv: {},
    });
  });

  it.each([
    ["PORT", "80800"],
    ["PORT", "web"],
    ["MC_SIGN_UP", "everyone"],
    ["MC_ORIGIN", "mc.example.org"],
    ["MC_ORIGIN", "https://mc.example.org/app"],
    ["TRUST_PROXY", "yes"],
    ["OPENAI_BASE_URL", "localhost"],
    ["MC_SMTP_URL", "mail.example.org"],
    ["MC_MAIL_FROM", "Mission Control"],
    ["MC_VAPID_SUBJECT", "ops"],
    ["MC_WEBHOOK_TARGETS", "everywhere"],
    ["MC_SHARED_SKILL_CREDENTIALS", "yes"],
  ])("refuses %s=%s by name, and says what the setting is", (name, value) => {
    const [problem] = problems({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name}: .*${settingHelp[name]?.slice(0, 12)}`, "s"));
  });

  it("names every bad setting at once", () => {
    expect(problems({ PORT: "x", MC_SIGN_UP: "y" })).toHaveLength(2);
  });

  it("refuses one port for two servers", () => {
    expect(problems({ PORT: "4000", MC_BACKEND_PORT: "4000" })[0]).toContain("4000");
  });

  it("takes Clerk with both of its keys, and names the one that is missing", () => {
    const keys = {
      CLERK_PUBLISHABLE_KEY: "pk_test_x",
      CLERK_JWT_ISSUER_DOMAIN: "https://x.clerk.accounts.dev",
    };
    expect(config(keys).clerk).toEqual({
      publishableKey: "pk_test_x",
      issuer: "https://x.clerk.accounts.dev",
    });
    expect(config({}).clerk).toBeNull();
    for (const [name, value] of Object.entries(keys)) {
      const [problem] = problems({ [name]: value });
      expect(problem).toContain(Object.keys(keys).find((other) => other !== name));
    }
  });

  it("hands provider settings to runtimes and nothing else", () => {
    expect(config({ OPENAI_API_KEY: "k", MC_MODEL: "openai/x", SECRET_OF_SOMEBODY: "s" }).runtimeEnv).toEqual(
      { OPENAI_API_KEY: "k", MC_MODEL: "openai/x" },
    );
  });

  it("keeps credentials for skills apart: who gets which depends on the account", () => {
    const skills = config({ MC_SKILL_TOKEN: "t", MC_SKILL_ACME__TOKEN: "a" });
    expect(skills).toMatchObject({
      runtimeEnv: {},
      skillEnv: { MC_SKILL_TOKEN: "t", MC_SKILL_ACME__TOKEN: "a" },
      sharesSkillEnv: false,
    });
    expect(config({ MC_SHARED_SKILL_CREDENTIALS: "1" }).sharesSkillEnv).toBe(true);
  });

  it("sends mail only with a server and a sender, and says which of the two is missing", () => {
    const mail = { MC_SMTP_URL: "smtp://localhost:2525", MC_MAIL_FROM: "Mission Control <mc@example.org>" };
    expect(config(mail).outboundEnv).toMatchObject({ ...mail, MC_VAPID_SUBJECT: "mailto:mc@example.org" });
    expect(config({}).outboundEnv).toEqual({
      MC_VAPID_SUBJECT: "mailto:operator@mission-control.invalid",
      MC_WEBHOOK_TARGETS: "public",
    });
    expect(problems({ MC_SMTP_URL: mail.MC_SMTP_URL })[0]).toMatch(/^MC_MAIL_FROM: .*MC_SMTP_URL/);
    expect(problems({ MC_MAIL_FROM: mail.MC_MAIL_FROM })[0]).toMatch(/^MC_SMTP_URL: .*MC_MAIL_FROM/);
  });

  it("keeps data at one place wherever it is called from", () => {
    expect(config({}).dataDir).toBe(join(repoRoot, "data"));
    expect(config({ MC_DATA_DIR: "/srv/mc" })).toMatchObject({
      dataDir: "/srv/mc",
      openclawDir: "/srv/mc/openclaw",
    });
  });

  it(".env.example names every setting", () => {
    const example = readFileSync(join(repoRoot, ".env.example"), "utf8");
    expect(Object.keys(settingHelp).filter((name) => !example.includes(`#${name}=`))).toEqual([]);
  });
});
