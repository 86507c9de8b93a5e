// Fails a whole run that left an act of the dashboard undone, at a desk or on a phone, and names it; one of which nothing was
// written down left all of them undone. A run of some files or tests says nothing, nor does a list of them, and one in which a journey failed only names what is missing: its acts may be what the journey did not get to.
// With MC_WRITE_ACTS=1 it writes the table of `e2e/README.md` anew.
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { FullConfig, FullResult, Reporter, Suite } from "@playwright/test/reporter";
import { ACTS_FILE, type Act } from "./acts.ts";

const root = resolve(import.meta.dirname, "..");
const readme = join(import.meta.dirname, "README.md");
const MARK = ["<!-- acts -->", "<!-- /acts -->"] as const;

/** What Playwright has when nobody narrows a run down. */
const EVERYTHING = String(/.*/);

export default class ActsReporter implements Reporter {
  private isWhole = false;
  private hasBegun = false;
  private readonly named = process.env[ACTS_FILE];
  private readonly path = this.named ?? join(mkdtempSync(join(tmpdir(), "mc-acts-")), "acts.jsonl");

  onBegin(config: FullConfig, suite: Suite): void {
    process.env[ACTS_FILE] = this.path;
    const run = new Set(suite.allTests().map(({ location }) => basename(location.file)));
    const isNarrowed =
      config.shard !== null || config.grepInvert !== null || String(config.grep) !== EVERYTHING;
    this.isWhole =
      !isNarrowed &&
      readdirSync(import.meta.dirname)
        .filter((file) => file.endsWith(".e2e.ts"))
        .every((file) => run.has(file));
  }

  onTestBegin(): void {
    this.hasBegun = true;
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult["status"] } | undefined> {
    const text = existsSync(this.path) ? readFileSync(this.path, "utf8").trim() : "";
    if (this.named === undefined) rmSync(dirname(this.path), { recursive: true });
    if (!this.isWhole || !this.hasBegun) return undefined;
    const done = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Act]));
    if (process.env["MC_WRITE_ACTS"] && done.length > 0) writeTable(done);
    const missing = actsOfTheDashboard().flatMap((act) =>
      (["desk", "phone"] as const)
        .filter((width) => !done.some((each) => each.act === act && each.width === width))
        .map((width) => `${act} (${width})`),
    );
    if (missing.length === 0) return undefined;
    console.log(`\nNo journey does:\n  ${missing.join("\n  ")}\n`);
    return status === "passed" ? { status: "failed" } : undefined;
  }
}

/** Every mutation that a hook of the dashboard calls. */
function actsOfTheDashboard(): string[] {
  const files = globSync("apps/web/src/**/*.{ts,tsx}", { cwd: root });
  const acts = files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/use(?:Command|Mutation)\(\s*api\.([\w.]+)/g)].map(
      ([, path = ""]) => path.replace(/\.(\w+)$/, ":$1").replaceAll(".", "/"),
    ),
  );
  return [...new Set(acts)].sort();
}

function writeTable(done: readonly Act[]): void {
  const journeys = (act: string, width: Act["width"]): string =>
    [...new Set(done.filter((each) => each.act === act && each.width === width).map(({ file }) => file))]
      .sort()
      .join(", ") || "–";
  const rows = actsOfTheDashboard().map(
    (act) => `| \`${act}\` | ${journeys(act, "desk")} | ${journeys(act, "phone")} |`,
  );
  const [before = "", rest = ""] = readFileSync(readme, "utf8").split(MARK[0]);
  const after = rest.split(MARK[1])[1] ?? "";
  const table = ["| act | at a desk | on a phone |", "|---|---|---|", ...rows].join("\n");
  writeFileSync(readme, `${before}${MARK[0]}\n\n${table}\n\n${MARK[1]}${after}`);
}
