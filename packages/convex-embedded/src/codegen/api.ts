/** The text of `_generated/api.d.ts`, formatted as the official CLI formats it. */

const HEADER = `/* eslint-disable */
/**
 * Generated \`api\` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run \`npx convex dev\`.
 * @module
 */

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
`;

const DOCUMENTATION = `
/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * \`\`\`js
 * const myFunctionReference = api.myModule.myFunction;
 * \`\`\`
 */
`;

const EXPORTS = `export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
`;

/** @param modulePaths without extension, sorted by code unit. */
export function apiDeclarations(modulePaths: readonly string[]): string {
  const imports = modulePaths.map((path) => `import type * as ${identifierOf(path)} from "../${path}.js";\n`);
  const members = modulePaths.map((path) => `  ${propertyKey(path)}: typeof ${identifierOf(path)};\n`);
  const modules = members.length === 0 ? "{}" : `{\n${members.join("")}}`;
  return `${HEADER}${imports.join("")}${DOCUMENTATION}declare const fullApi: ApiFromModules<${modules}>;\n${EXPORTS}`;
}

function propertyKey(modulePath: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(modulePath) ? modulePath : `"${modulePath}"`;
}

const OWN_NAMES = ["fullApi", "api", "internal", "components"];
const RESERVED_WORDS = new Set(
  `break case catch class const continue debugger default delete do else export extends false finally for function
   if import in instanceof new null return super switch this throw true try typeof var void while with let static
   yield await enum implements interface package private protected public`.split(/\s+/),
);

/** "a-b/c" -> a_b_c; ambiguous for `a/b` and `a_b`, exactly as the official CLI is. */
function identifierOf(modulePath: string): string {
  const name = modulePath.replaceAll(/[/-]/g, "_");
  return OWN_NAMES.includes(name) || RESERVED_WORDS.has(name) ? `${name}_` : name;
}
