// `npm run screenshots [-- --out DIR] [--only PART]`: every page of the dashboard as people see it, from the real stack: three
// accounts (empty, the demo, full), desktop and phone, light and dark. The pictures are for looking at, one by one, and lie
// outside the repository. Ends with 1 when a page wrote to the console, asked for something that failed, or scrolls sideways.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { startFakeStack } from "../e2e/fakeTeam.ts";
import { ensureBrowser } from "./ensureBrowser.ts";
import { SIZES, type Staged, stageAccounts } from "./pictures/accounts.ts";
import { photograph, SCREENS, type Screen } from "./pictures/camera.ts";
import { OVERLAYS } from "./pictures/overlays.ts";
import { checkRoutes } from "./pictures/routes.ts";
import { VIEWS, type View } from "./pictures/views.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(tmpdir(), "mission-control-screenshots") },
    /** Views whose name contains this. */
    only: { type: "string", default: "" },
    /** Accounts: empty, normal, heavy; several with commas. */
    accounts: { type: "string", default: SIZES.join(",") },
    screens: { type: "string", default: Object.keys(SCREENS).join(",") },
  },
});
const out = resolve(values.out);
const screens = (Object.keys(SCREENS) as Screen[]).filter((screen) =>
  values.screens.split(",").includes(screen),
);
const sizes = SIZES.filter((size) => values.accounts.split(",").includes(size));
const isWanted = ({ name }: View): boolean => values.only.split(",").some((part) => name.includes(part));
const views = VIEWS.filter(isWanted);
/** What floats is the same in every account; the demo has all that it takes. */
const overlays = OVERLAYS.filter(isWanted);
const say = (line: string): void => console.log(line);

checkRoutes(VIEWS);
mkdirSync(out, { recursive: true });
const stack = await startFakeStack({ MC_GALLERY: "1" });
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ["--disable-quic"] });
let complaints: string[] = [];
try {
  const staged = await stageAccounts({ browser, stack }, { sizes, say });
  for (const each of staged) complaints.push(...(await photographAccount(each)));
  complaints.push(...(await photographPublic(staged)));
} catch (error) {
  say(stack.output().split("\n").slice(-40).join("\n"));
  throw error;
} finally {
  await browser.close();
  await stack.stop();
}
complaints = [...new Set(complaints)];
for (const complaint of complaints) say(`✗ ${complaint}`);
say(`${complaints.length} complaints; the pictures are in ${out}`);
process.exit(complaints.length === 0 ? 0 : 1);

async function photographAccount({ size, context, places }: Staged): Promise<string[]> {
  const found: string[] = [];
  for (const screen of screens)
    for (const view of [...views.filter(({ isPublic }) => !isPublic), ...(size === "normal" ? overlays : [])])
      found.push(...(await photograph(context, { view, places, shot: { out, size, screen } })));
  say(`${size}: photographed`);
  return found;
}

/** What somebody sees who is not signed in. */
async function photographPublic(staged: readonly Staged[]): Promise<string[]> {
  const places = staged[0]?.places;
  if (!places) return [];
  const context = await browser.newContext({ baseURL: stack.url });
  const found: string[] = [];
  for (const screen of screens)
    for (const view of views.filter(({ isPublic }) => isPublic))
      found.push(...(await photograph(context, { view, places, shot: { out, size: "public", screen } })));
  await context.close();
  return found;
}
