// `npm run bench -- SUITE`: measures and prints, as its last line, one JSON object {suite, figures}. Figures never fail a test.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Suite } from "./figure.ts";

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.slice(0, -".bench.ts".length));
const name = process.argv[2];
if (name === undefined || !existsSync(join(import.meta.dirname, `${name}.bench.ts`))) {
  console.log(`Which suite? npm run bench -- ${names.join(" | ")}`);
  process.exit(2);
}
const suite = (await import(`./${name}.bench.ts`)) as Suite;
const figures = await suite.run((line) => console.log(line));
console.log(JSON.stringify({ suite: name, figures }));
process.exit(0);
