// Names the acts of the dashboard that a whole run left undone, at a desk or on a phone. With MC_WRITE_ACTS=1 it writes the table of
// `e2e/README.md` anew.
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Reporter, Suite } from "@playwright/test/reporter";
import { ACTS_FILE, type Act } from "./acts.ts";

const root = resolve(import.meta.dirname, "..");
const readme = join(import.meta.dirname, "README.md");
const MARK = ["<!-- acts -->", "<!-- /acts -->"] as const;

/** What no journey can do, and why. */
const BEYOND: Readonly<Record<string, string>> = {
  "pushSubscriptions:subscribe": "the browser asks a push service on the internet first",
  "pushSubscriptions:remove": "needs a subscription",
  "pushSubscriptions:test": "needs a subscription",
  "outbox:retry": "a delivery is given up after hours",
  "runs:free": "needs a runtime that has been gone in the middle of a turn for minutes",
};

export default class ActsReporter implements Reporter {
  private isWhole = false;
  private readonly named = process.env[ACTS_FILE];
  private readonly path = this.named ?? join(mkdtempSync(join(tmpdir(), "mc-acts-")), "acts.jsonl");

  onBegin(_config: unknown, suite: Suite): void {
    process.env[ACTS_FILE] = this.path;
    const run = new Set(suite.allTests().map(({ location }) => basename(location.file)));
    this.isWhole = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith(".e2e.ts"))
      .every((file) => run.has(file));
  }

  onEnd(): void {
    const text = existsSync(this.path) ? readFileSync(this.path, "utf8").trim() : "";
    if (this.named === undefined) rmSync(dirname(this.path), { recursive: true });
    if (!this.isWhole || text === "") return;
    const done = text.split("\n").map((line) => JSON.parse(line) as Act);
    if (process.env["MC_WRITE_ACTS"]) writeTable(done);
    const missing = actsOfTheDashboard().flatMap((act) =>
      act in BEYOND
        ? []
        : (["desk", "phone"] as const)
            .filter((width) => !done.some((each) => each.act === act && each.width === width))
            .map((width) => `${act} (${width})`),
    );
    if (missing.length > 0) console.log(`\nNo journey does:\n  ${missing.join("\n  ")}\n`);
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
  const rows = actsOfTheDashboard().map((act) =>
    act in BEYOND
      ? `| \`${act}\` | ${BEYOND[act]} | |`
      : `| \`${act}\` | ${journeys(act, "desk")} | ${journeys(act, "phone")} |`,
  );
  const [before = "", rest = ""] = readFileSync(readme, "utf8").split(MARK[0]);
  const after = rest.split(MARK[1])[1] ?? "";
  const table = ["| act | at a desk | on a phone |", "|---|---|---|", ...rows].join("\n");
  writeFileSync(readme, `${before}${MARK[0]}\n\n${table}\n\n${MARK[1]}${after}`);
}
