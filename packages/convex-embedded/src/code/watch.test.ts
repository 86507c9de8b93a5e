import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FunctionBundle } from "./bundle.ts";
import { watchFunctions } from "./watch.ts";

let project: string;
let stop: () => void;
const bundles: FunctionBundle[] = [];
const errors: unknown[] = [];

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), "watch-"));
  mkdirSync(path.join(project, "convex"));
  mkdirSync(path.join(project, "shared"));
  bundles.length = 0;
  errors.length = 0;
});
afterEach(() => {
  stop();
  rmSync(project, { recursive: true });
});

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  writeFileSync(path.join(project, file), content);
}

test("changes, new files, broken code and code outside the folder are seen", async () => {
  write("shared/x.ts", "export const x = 1;\n");
  write("convex/a.ts", 'import { x } from "../shared/x.ts";\nexport const a = x;\n');
  stop = watchFunctions({
    functionsDir: path.join(project, "convex"),
    onBundle: (bundle) => bundles.push(bundle),
    onError: (error) => errors.push(error),
  });
  await vi.waitFor(() => expect(bundles).toHaveLength(1), 10_000);
  write("shared/x.ts", "export const x = 2;\n");
  await vi.waitFor(() => expect(bundles).toHaveLength(2), 10_000);
  write("convex/sub/b.ts", "export const b = 1;\n");
  await vi.waitFor(
    () => expect(bundles.at(-1)?.entryPoints.map((entry) => entry.file)).toEqual(["a.ts", "sub/b.ts"]),
    10_000,
  );
  write("convex/sub/b.ts", "export const b = ;\n");
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), 10_000);
  const before = bundles.length;
  write("convex/sub/b.ts", "export const b = 3;\n");
  await vi.waitFor(() => expect(bundles.length).toBe(before + 1), 10_000);
});
