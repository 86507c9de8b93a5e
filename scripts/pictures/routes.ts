// The dashboard's routes as its app folder has them, so that no page can be forgotten.
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

const appDir = resolve(import.meta.dirname, "../../apps/web/src/app");
const componentsDir = resolve(appDir, "../components");
/** How a component of `components/ui` that floats begins where it is used. */
const FLOATS = /<(?:CommandDialog|ConfirmDialog|Dialog|DropdownMenu|Popover|Sheet)\s/;

/** "/[accountSlug]/tasks", …: one for every page.tsx. */
export function appRoutes(): string[] {
  return readdirSync(appDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "page.tsx")
    .map((entry) => `/${relative(appDir, entry.parentPath).split(sep).join("/")}`)
    .sort();
}

/** Throws when a route has no view, or a view's route is gone. */
export function checkRoutes(views: readonly { readonly route: string }[]): void {
  const routes = appRoutes();
  const seen = new Set(views.map(({ route }) => route));
  const unseen = routes.filter((route) => !seen.has(route));
  const gone = [...seen].filter((route) => !routes.includes(route));
  if (unseen.length > 0)
    throw new Error(`No picture is taken of ${unseen.join(", ")}. Add it to scripts/pictures/views.ts.`);
  if (gone.length > 0)
    throw new Error(
      `scripts/pictures/views.ts takes ${gone.join(", ")}, which the app folder does not have.`,
    );
}

/** "tasks/CardMenuOpen", …: every component that lays something over a page. */
export function floatingComponents(): string[] {
  return globSync("**/*.tsx", { cwd: componentsDir, exclude: ["gallery/**", "ui/**"] })
    .filter((file) => FLOATS.test(readFileSync(join(componentsDir, file), "utf8")))
    .map((file) => file.split(sep).join("/").slice(0, -".tsx".length))
    .sort();
}
