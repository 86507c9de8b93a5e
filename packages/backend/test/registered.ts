/** Every function of the backend as it is registered, found in the modules themselves. */
import type { Declaration } from "../convex/functions/builder";

/** Validators in the JSON form that Convex exports. */
export type ValidatorJson =
  | { type: "object"; value: Record<string, { fieldType: ValidatorJson; optional: boolean }> }
  | { type: "array"; value: ValidatorJson }
  | { type: "union"; value: ValidatorJson[] }
  | { type: "literal"; value: string | number | boolean }
  | { type: "id"; tableName: string }
  | { type: "record" }
  | { type: "string" | "number" | "boolean" | "bytes" | "null" | "any" };

export type Registered = {
  /** As clients name it: "service/runs:lease". */
  path: string;
  kind: "query" | "mutation" | "action";
  isPublic: boolean;
  declaration: Declaration | null;
  args: ValidatorJson & { type: "object" };
};

type Exported = {
  isQuery?: boolean;
  isMutation?: boolean;
  isAction?: boolean;
  isPublic?: boolean;
  isInternal?: boolean;
  declaration?: Declaration;
  exportArgs(): string;
};

const modules = import.meta.glob<Record<string, unknown>>(
  ["../convex/*.ts", "../convex/{actions,migrations,service}/*.ts"],
  {
    eager: true,
  },
);

export const FUNCTIONS: Registered[] = Object.entries(modules)
  .flatMap(([file, exports]) =>
    Object.entries(exports).flatMap(([name, value]) => {
      if (!isRegistered(value)) return [];
      const path = `${file.replace("../convex/", "").replace(".ts", "")}:${name}`;
      return [
        {
          path,
          kind: kindOf(value),
          isPublic: value.isPublic === true,
          declaration: value.declaration ?? null,
          args: JSON.parse(value.exportArgs()) as Registered["args"],
        },
      ];
    }),
  )
  .sort((one, other) => (one.path < other.path ? -1 : 1));

export const PUBLIC_FUNCTIONS = FUNCTIONS.filter(({ isPublic }) => isPublic);

function kindOf({ isQuery, isMutation }: Exported): Registered["kind"] {
  return isQuery ? "query" : isMutation ? "mutation" : "action";
}

function isRegistered(value: unknown): value is Exported {
  return (
    typeof value === "function" &&
    "exportArgs" in value &&
    ["isQuery", "isMutation", "isAction"].some((mark) => mark in value)
  );
}

/** A short spelling of a validator for the inventory. */
export function spell(validator: ValidatorJson): string {
  switch (validator.type) {
    case "object":
      return `{${Object.entries(validator.value)
        .map(([key, { fieldType, optional }]) => `${key}${optional ? "?" : ""}: ${spell(fieldType)}`)
        .join(", ")}}`;
    case "array":
      return `${spell(validator.value)}[]`;
    case "union":
      return validator.value.map(spell).join("|");
    case "literal":
      return JSON.stringify(validator.value);
    case "id":
      return `Id<${validator.tableName}>`;
    case "record":
    case "string":
    case "number":
    case "boolean":
    case "bytes":
    case "null":
    case "any":
      return validator.type;
  }
}
