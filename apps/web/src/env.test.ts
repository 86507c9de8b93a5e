import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

describe("the environment", () => {
  test("an empty environment starts on this machine alone, by invitation", () => {
    const env = parseEnv({});
    expect(env).toMatchObject({ port: 3000, host: "127.0.0.1", signUp: "invite", isProxyTrusted: false });
    expect(env.hasGallery).toBe(false);
    expect(env.backendUrl).toBe("http://127.0.0.1:3210");
  });

  test("a variable that is set but empty counts as not set", () => {
    expect(parseEnv({ PORT: "", MC_ORIGIN: "", MC_SIGN_UP: "" })).toMatchObject({
      port: 3000,
      signUp: "invite",
    });
  });

  test("addresses lose their trailing slash, so that paths can be appended", () => {
    expect(parseEnv({ MC_ORIGIN: "https://office.example/" }).origin).toBe("https://office.example");
  });

  test("every wrong variable is named with what it must be", () => {
    const attempt = () =>
      parseEnv({
        PORT: "eighty",
        MC_SIGN_UP: "everyone",
        MC_BACKEND_URL: "ftp://x",
        MC_AUTH_SECRET: "short",
      });
    expect(attempt).toThrow(EnvError);
    expect(attempt).toThrow(
      /PORT must be a number[\s\S]*MC_BACKEND_URL must be an address[\s\S]*MC_AUTH_SECRET must have at least 32[\s\S]*MC_SIGN_UP must be "invite" or "open"/,
    );
  });
});
