/**
 * The type of every builder: only the object form, `args` always there, and the builder's own declarations
 * (role, audit, capability …) as required properties. What was declared stays readable on the function, so
 * that a test can take inventory of the whole API.
 */
import type {
  FunctionVisibility,
  RegisteredAction,
  RegisteredMutation,
  RegisteredQuery,
} from "convex/server";
import type { ObjectType, PropertyValidators } from "convex/values";

type Registered<
  Kind,
  Visibility extends FunctionVisibility,
  Args extends Record<string, unknown>,
  Output,
> = Kind extends "query"
  ? RegisteredQuery<Visibility, Args, Output>
  : Kind extends "mutation"
    ? RegisteredMutation<Visibility, Args, Output>
    : RegisteredAction<Visibility, Args, Output>;

type Flat<T> = { [Key in keyof T]: T[Key] };

export type Builder<
  Spec extends {
    kind: "query" | "mutation" | "action";
    visibility: FunctionVisibility;
    consumes: PropertyValidators;
    ctx: object;
    declares: object;
  },
> = <Args extends PropertyValidators, Output>(
  definition: Spec["declares"] & {
    args: Args;
    handler: (ctx: Spec["ctx"], args: Flat<ObjectType<Args>>) => Promise<Output>;
  },
) => Registered<
  Spec["kind"],
  Spec["visibility"],
  Flat<ObjectType<Spec["consumes"]> & ObjectType<Args>>,
  Promise<Output>
>;

export type Declaration = {
  builder: string;
  role?: string;
  capability?: string | null;
  audit?: readonly string[] | "none";
};

/** Gives a builder of convex-helpers the strict type above and keeps what its functions declare. */
export function declare<Strict>(
  builder: string,
  make: (definition: never) => object,
  fixed: Pick<Declaration, "role"> = {},
): Strict {
  const strict = (definition: Omit<Declaration, "builder">) => {
    const registered = make(definition as never);
    const { role, capability, audit } = { ...definition, ...fixed };
    const declaration: Declaration = { builder };
    if (role !== undefined) declaration.role = role;
    if (capability !== undefined) declaration.capability = capability;
    if (audit !== undefined) declaration.audit = audit;
    Object.defineProperty(registered, "declaration", { value: declaration });
    return registered;
  };
  return strict as Strict;
}
