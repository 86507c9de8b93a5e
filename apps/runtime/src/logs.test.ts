import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { collectLogs, redact, tailOf } from "./logs.ts";

describe("logs that are handed out", () => {
  it("hold no secret, known or recognisable", () => {
    const text = [
      "Authorization: Bearer abcdefghijklmnop",
      '{"apiKey":"sk-live-0123456789abcdef","token":"0123456789"}',
      "mcs_0123456789abcdef and my-own-secret-word",
      ...["mca_", "mce_", "mch_", "mci_", "mcs_", "mcu_"].map((prefix) => `said ${prefix}kept0from0everyone`),
      "signed with whsec_MfKQ9r8/GKYqrTwj+UPD8I==",
    ].join("\n");
    const clean = redact(text, ["my-own-secret-word"]);
    const secrets = ["abcdefghijklmnop", "0123456789", "my-own-secret-word", "kept0from0everyone"];
    for (const secret of [...secrets, "MfKQ9r8", "GKYqrTwj", "UPD8I"]) expect(clean).not.toContain(secret);
    expect(clean).toContain("[secret]");
  });

  it("are the end of each file, from the beginning of a line on", async () => {
    const dir = await mkdtemp(join(tmpdir(), "mc-logs-"));
    try {
      await writeFile(join(dir, "a.log"), "first line\nsecond line\nthird\n");
      expect(await tailOf(join(dir, "a.log"), 15)).toBe("third\n");
      expect(await tailOf(join(dir, "none.log"))).toBe("");
      const read = () => tailOf(join(dir, "a.log"));
      expect(await collectLogs([{ title: "Runtime", read }], ["second"])).toContain(
        "── Runtime ──\nfirst line",
      );
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
