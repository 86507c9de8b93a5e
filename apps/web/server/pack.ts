// Runs after `next build`.
import { join } from "node:path";
import { packFiles } from "./packed.ts";

await packFiles(join(import.meta.dirname, "../.next/static"));
