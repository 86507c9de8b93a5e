import { spawn } from "node:child_process";
import { once } from "node:events";
import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createLogger } from "../observability/logger.ts";
import { type Service, ServiceRunner } from "./service.ts";

const logger = pino({ level: "silent" });

function part(name: string, log: string[], fails: "start" | "stop" | null = null): Service {
  const step = (what: "start" | "drain" | "stop") => async () => {
    log.push(`${what} ${name}`);
    if (what === fails) throw new TypeError(`${name} cannot ${what}`);
  };
  return { name, start: step("start"), drain: step("drain"), stop: step("stop") };
}

describe("the parts of a runtime", () => {
  it("start in order, drain together and stop in reverse", async () => {
    const log: string[] = [];
    const runner = new ServiceRunner([part("a", log), part("b", log)], logger);
    await runner.start();
    await Promise.all([runner.stop("enough"), runner.stop("twice")]);
    expect(log).toEqual(["start a", "start b", "drain a", "drain b", "stop b", "stop a"]);
  });

  it("stop when one of them cannot start", async () => {
    const log: string[] = [];
    const runner = new ServiceRunner([part("a", log), part("b", log, "start"), part("c", log)], logger);
    await expect(runner.start()).rejects.toThrow("b cannot start");
    expect(log.filter((line) => line.startsWith("stop"))).toEqual(["stop b", "stop a"]);
    expect(log).not.toContain("start c");
  });

  it("all stop, also when one of them fails to", async () => {
    const log: string[] = [];
    const runner = new ServiceRunner([part("a", log), part("b", log, "stop")], logger);
    await runner.start();
    await runner.stop("enough");
    expect(log.slice(-2)).toEqual(["stop b", "stop a"]);
  });
});

describe("a runtime whose parent was killed", () => {
  it("ends by itself", async () => {
    const program = `import { watchLifetime } from ${JSON.stringify(new URL("./lifetime.ts", import.meta.url).href)}; console.log(process.pid); const keep = setInterval(() => {}, 1000); console.log(await watchLifetime().ended); clearInterval(keep); process.exit(0);`;
    const parent = spawn(
      process.execPath,
      [
        "-e",
        `const c = require("node:child_process").spawn(process.execPath, ["--input-type=module", "-e", ${JSON.stringify(program)}], { stdio: ["ignore", "inherit", "inherit"] }); setInterval(() => {}, 1000);`,
      ],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let output = "";
    parent.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    await expect.poll(() => output, { timeout: 10_000 }).toMatch(/^\d+\n/);
    parent.kill("SIGKILL");
    await once(parent.stdout, "close");
    expect(output).toContain("the parent process died");
  });
});

describe("the log", () => {
  it("never shows a secret, at any depth that is logged", () => {
    let text = "";
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    });
    const log = createLogger("info", sink);
    log.info(
      {
        token: "SECRET-1",
        config: {
          apiKey: "SECRET-2",
          nested: { authorization: "SECRET-3", deeper: { password: "SECRET-4" } },
        },
      },
      "hello",
    );
    expect(text).toContain("hello");
    expect(text).not.toContain("SECRET");
  });
});
