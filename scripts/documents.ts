// Run by `npm run check`: the build pages and the tables over them name the same state, and no link between documents leads nowhere.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const problems: string[] = [];

const ROW = /^\| \[[^\]]+\]\((phase-[^)]+)\) \|.*\| (done|part|open)[^|]*\|$/gm;
const listed = new Set<string>();
for (const table of globSync("docs/build/*.md", { cwd: root })) {
  for (const [, page = "", state] of read(table).matchAll(ROW)) {
    listed.add(join("docs/build", page));
    const own = /\*\*State: (\w+)/.exec(read(join("docs/build", page)))?.[1];
    if (own !== state) problems.push(`${table} calls ${page} ${state}, and the page says ${own}`);
  }
}
for (const page of globSync("docs/build/phase-*/*.md", { cwd: root }))
  if (!listed.has(page)) problems.push(`${page} stands in no table of docs/build`);

for (const page of globSync(["*.md", "docs/**/*.md", "e2e/*.md", "packages/*/*.md"], { cwd: root }))
  for (const [, target = ""] of read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g))
    if (!/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target)))
      problems.push(`${page} links to ${target}, which is not there`);

for (const problem of problems) console.log(problem);
process.exit(problems.length === 0 ? 0 : 1);
