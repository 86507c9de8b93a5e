/** The functions of one code version, by path. */
import type { ValidatorJSON } from "../values/validator.ts";

export type FunctionKind = "query" | "mutation" | "action" | "httpAction";
export type Visibility = "public" | "internal";

/** What the library's builders hang on a registered function. */
export interface RegisteredFunction {
  isQuery?: boolean;
  isMutation?: boolean;
  isAction?: boolean;
  isHttp?: boolean;
  isPublic?: boolean;
  isInternal?: boolean;
  exportArgs?(): string;
  exportReturns?(): string;
  invokeQuery?(argsJson: string): Promise<string>;
  invokeMutation?(argsJson: string): Promise<string>;
  invokeAction?(requestId: string, argsJson: string): Promise<string>;
  invokeHttpAction?(request: Request): Promise<Response>;
}

export interface FunctionInfo {
  /** Canonical: "service/tasks:lease". */
  readonly path: string;
  readonly kind: Exclude<FunctionKind, "httpAction">;
  readonly visibility: Visibility;
  readonly args: ValidatorJSON | null;
  readonly returns: ValidatorJSON | null;
  /** Runs the handler; argument text is the JSON of the one-element argument array, result is wire JSON text. */
  invoke(argsJson: string, requestId: string): Promise<string>;
}

/** Thrown when a path names no function the caller may see, or one of another kind. */
export class FunctionNotFoundError extends Error {
  override readonly name = "FunctionNotFoundError";
}

export type Modules = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export class Registry {
  readonly #functions = new Map<string, FunctionInfo>();

  /** `system`: the host's own functions, beside the user's. */
  constructor(modules: Modules, system: readonly FunctionInfo[] = []) {
    for (const info of system) this.#functions.set(info.path, info);
    for (const [module, exports] of modules) {
      for (const [name, value] of Object.entries(exports)) {
        const info = describe(canonicalPath(`${module}:${name}`), value);
        if (info !== null) this.#functions.set(info.path, info);
      }
    }
  }

  all(): Iterable<FunctionInfo> {
    return this.#functions.values();
  }

  find(path: string): FunctionInfo | null {
    return this.#functions.get(canonicalPath(path)) ?? null;
  }

  /** Throws the official texts: internal functions look absent to callers who may not call them. */
  resolve(path: string, want: { kind?: FunctionInfo["kind"]; allowInternal: boolean }): FunctionInfo {
    const canonical = canonicalPath(path);
    const info = this.#functions.get(canonical);
    if (info === undefined || (info.visibility === "internal" && !want.allowInternal)) {
      const scope = want.allowInternal ? "" : "public ";
      throw new FunctionNotFoundError(
        `Could not find ${scope}function for '${displayPath(canonical)}'. Did you forget to run \`npx convex dev\` or \`npx convex deploy\`?`,
      );
    }
    if (want.kind !== undefined && info.kind !== want.kind) {
      throw new FunctionNotFoundError(
        `Trying to execute ${displayPath(canonical)} as ${title(want.kind)}, but it is defined as ${title(info.kind)}.`,
      );
    }
    return info;
  }
}

/** "messages.js:list", "messages:list" and "messages" (its default export) name functions; this is one spelling. */
export function canonicalPath(path: string): string {
  const colon = path.indexOf(":");
  const module = colon === -1 ? path : path.slice(0, colon);
  const name = colon === -1 ? "default" : path.slice(colon + 1);
  return `${module.endsWith(".js") ? module.slice(0, -3) : module}:${name}`;
}

export function displayPath(path: string): string {
  return path.endsWith(":default") ? path.slice(0, -":default".length) : path;
}

function title(kind: string): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

function describe(path: string, value: unknown): FunctionInfo | null {
  if (typeof value !== "function") return null;
  const registered = value as unknown as RegisteredFunction;
  const common = () => ({
    path,
    visibility: registered.isInternal === true ? ("internal" as const) : ("public" as const),
    args: validator(registered.exportArgs?.()),
    returns: validator(registered.exportReturns?.()),
  });
  const { invokeQuery, invokeMutation, invokeAction } = registered;
  if (registered.isQuery === true && invokeQuery !== undefined) {
    return { ...common(), kind: "query", invoke: (args) => invokeQuery(args) };
  }
  if (registered.isMutation === true && invokeMutation !== undefined) {
    return { ...common(), kind: "mutation", invoke: (args) => invokeMutation(args) };
  }
  if (registered.isAction === true && invokeAction !== undefined) {
    return { ...common(), kind: "action", invoke: (args, requestId) => invokeAction(requestId, args) };
  }
  return null;
}

/** `any` accepts everything and is not worth checking. */
function validator(exported: string | undefined): ValidatorJSON | null {
  const json = exported === undefined ? null : (JSON.parse(exported) as ValidatorJSON | null);
  return json === null || json.type === "any" ? null : json;
}
