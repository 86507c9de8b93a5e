/** Stack frames of bundled code, mapped back to the author's files: "    at handler (../convex/tasks.ts:12:5)". */
import { SourceMap, type SourceMapPayload } from "node:module";
import type { BundledScript, FunctionBundle } from "./bundle.ts";
import type { MapFrames } from "./errors.ts";

const FRAME = /^\s+at (?:(.*?) \()?((?:\/|file:)?[^()]*?):(\d+):(\d+)\)?$/;
const LIBRARY = /node_modules\/convex\/|\/code\/fast(Values|Queries)\.ts$/;
const MAX_FRAMES = 10;

/** Frames outside the bundle (the host's) and inside the convex library are left out. */
export function createFrameMapper(bundle: Pick<FunctionBundle, "isolate" | "node">): MapFrames {
  const scripts = bundle.node === null ? [bundle.isolate] : [bundle.isolate, bundle.node];
  const maps = new Map<string, SourceMap>();
  const mapOf = (script: BundledScript): SourceMap => {
    const known = maps.get(script.fileName);
    if (known !== undefined) return known;
    const map = new SourceMap(JSON.parse(script.sourceMap) as SourceMapPayload);
    maps.set(script.fileName, map);
    return map;
  };
  return (stack) => {
    const frames: string[] = [];
    for (const line of stack.split("\n")) {
      const match = FRAME.exec(line);
      const script = scripts.find((candidate) => match?.[2]?.endsWith(candidate.fileName));
      if (match === null || script === undefined) continue;
      const entry = mapOf(script).findEntry(Number(match[3]) - 1, Number(match[4]) - 1);
      if (!("originalSource" in entry) || LIBRARY.test(entry.originalSource)) continue;
      const place = `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
      frames.push(match[1] === undefined ? `    at ${place}` : `    at ${match[1]} (${place})`);
      if (frames.length === MAX_FRAMES) break;
    }
    return frames;
  };
}

/** For functions that were not bundled (evaluated in a test's realm): their own frames, as they are. */
export const plainFrames: MapFrames = (stack) =>
  stack
    .split("\n")
    .filter((line) => FRAME.test(line) && !/node:internal|node_modules\/|convex-embedded\/src\//.test(line))
    .slice(0, MAX_FRAMES);
