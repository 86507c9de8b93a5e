import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { refuseReplacing, writeWhole } from "./wholeFile.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mc-whole-file-"));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

function refusedBy(code: string): Error {
  return Object.assign(new Error(`${code}: write`), { code });
}

function linkless(): never {
  throw refusedBy("EPERM");
}

describe.each([
  ["with hard links", {}],
  ["without hard links", { link: linkless }],
] as const)("a file that is written whole %s", (_, bounds) => {
  it("gets its name when everything is in it, for its owner only, whatever another run left behind", async () => {
    const file = join(dir, "acme.json");
    writeFileSync(`${file}.part`, "of a run that was killed");
    const seen: boolean[] = [];
    const fill = async (write: (given: AsyncIterable<string>) => Promise<void>) => {
      await write(pieces("one ", "two"));
      seen.push(existsSync(file));
      return file;
    };
    expect(await writeWhole(dir, fill, bounds)).toBe(file);
    expect(seen).toEqual([false]);
    expect(readFileSync(file, "utf8")).toBe("one two");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).toSorted()).toEqual(["acme.json", "acme.json.part"]);
    expect(() => refuseReplacing(file)).toThrow("is there already");
  });

  it("replaces nothing that appears meanwhile", async () => {
    const file = join(dir, "acme.json");
    const fill = async (write: (given: AsyncIterable<string>) => Promise<void>) => {
      await write(pieces("mine"));
      writeFileSync(file, "theirs");
      return file;
    };
    await expect(writeWhole(dir, fill, bounds)).rejects.toThrow(`${file} is there already`);
    expect(readFileSync(file, "utf8")).toBe("theirs");
    expect(readdirSync(dir)).toEqual(["acme.json"]);
  });
});

describe("a file that cannot be written", () => {
  it("is said before anything else happens where the folder is missing or closed", async () => {
    let isFilled = false;
    const fill = async () => {
      isFilled = true;
      return "";
    };
    await expect(writeWhole(join(dir, "none"), fill)).rejects.toThrow(
      `There is no folder ${join(dir, "none")}`,
    );
    // whoever may do everything is not kept out by a mode
    if (process.getuid?.() !== 0) {
      chmodSync(dir, 0o500);
      await expect(writeWhole(dir, fill)).rejects.toThrow("Nothing may be written into");
      chmodSync(dir, 0o700);
    }
    expect(isFilled).toBe(false);
  });

  it.each([
    ["ENOSPC", "There is no room left in"],
    ["EACCES", "Nothing may be written into"],
    ["EROFS", "Nothing may be written into"],
  ])("leaves nothing behind and says what to do: %s", async (code, sentence) => {
    const broken = async function* () {
      yield "a half";
      throw refusedBy(code);
    };
    const written = writeWhole(dir, async (write) => {
      await write(broken());
      return join(dir, "acme.json");
    });
    await expect(written).rejects.toThrow(sentence);
    expect(readdirSync(dir)).toEqual([]);
  });

  it("leaves nothing behind where whoever provides it fails, in their words", async () => {
    const refused = writeWhole(dir, async () => {
      throw new TypeError("Admins take a copy of the account.");
    });
    await expect(refused).rejects.toThrow("Admins take a copy of the account.");
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("leaves nothing behind after %s", async (signal) => {
    const program = `
      import { writeWhole } from ${JSON.stringify(new URL("./wholeFile.ts", import.meta.url).href)};
      async function* endless() {
        yield "a half";
        process.stdout.write("begun");
        await new Promise((resolve) => setTimeout(resolve, 600_000));
      }
      await writeWhole(process.cwd(), async (write) => { await write(endless()); return "never"; });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { cwd: dir });
    await once(child.stdout, "data");
    expect(readdirSync(dir)).toEqual([expect.stringMatching(/^mc-export-.*\.part$/)]);
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([null, signal]);
    expect(readdirSync(dir)).toEqual([]);
  });
});
