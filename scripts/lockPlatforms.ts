// Makes package-lock.json complete for other systems. npm leaves a platform package out of the lock when the registry it was
// written against lacks it, and `npm ci` then refuses the lock everywhere. This adds such packages by name and version (no
// integrity: npm takes what the registry offers where one is needed). Run it after every change of dependencies.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

type LockEntry = {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};

const file = resolve(import.meta.dirname, "../package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, LockEntry> };
const systems: [RegExp, string][] = [
  [/darwin/, "darwin"],
  [/win(32|dows|-)/, "win32"],
  [/freebsd/, "freebsd"],
  [/android/, "android"],
  [/openharmony/, "openharmony"],
  [/./, "linux"],
];
const processors: [RegExp, string][] = [
  [/arm64|aarch64/, "arm64"],
  [/ia32/, "ia32"],
  [/riscv64/, "riscv64"],
  [/s390x/, "s390x"],
  [/ppc64/, "ppc64"],
  [/arm/, "arm"],
  [/./, "x64"],
];
const matching = (table: [RegExp, string][], name: string) =>
  table
    .filter(([pattern]) => pattern.test(name))
    .slice(0, 1)
    .map(([, value]) => value);

const known = new Set(Object.keys(lock.packages).map((path) => path.replace(/.*node_modules\//, "")));
let added = 0;
for (const entry of Object.values({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (known.has(name) || !/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: matching(processors, name),
      ...(entry.dev === true ? { dev: true } : {}),
      ...(/musl/.test(name) ? { libc: ["musl"] } : {}),
      optional: true,
      os: matching(systems, name),
    };
    known.add(name);
    added++;
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) =>
  a === "" ? -1 : b === "" ? 1 : a.localeCompare(b, "en"),
);
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} platform packages added`);
