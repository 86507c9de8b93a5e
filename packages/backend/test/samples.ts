/** Rows that no function would write: one that nobody may write by hand, and one of any table, made from its validator. */
import type { GenericMutationCtx } from "convex/server";
import type { DataModel, Doc, Id, TableNames } from "../convex/_generated/dataModel";
import type { TenantTable } from "../convex/functions/remains";
import schema from "../convex/schema";
import type { ValidatorJson } from "./registered";

export const activitySample: Omit<Doc<"activities">, "_id" | "_creationTime" | "accountId"> = {
  event: { type: "task_created", title: "Forged", status: "inbox", priority: 3 },
  actor: { kind: "system" },
  actorName: "Forger",
  target: { kind: "task", id: "x", label: "x" },
  taskId: null,
  cause: { kind: "request" },
};

type Exported = { tables: { tableName: TableNames; documentType: ValidatorJson }[] };
const { tables } = JSON.parse((schema as unknown as { export(): string }).export()) as Exported;
const TYPES = new Map(tables.map(({ tableName, documentType }) => [tableName, documentType]));

/** Every table whose rows belong to an account. */
export const TENANT_TABLES = tables.flatMap(({ tableName, documentType }) =>
  documentType.type === "object" && "accountId" in documentType.value && tableName !== "accountDeletions"
    ? [tableName as TenantTable]
    : [],
);

type Ctx = GenericMutationCtx<DataModel>;
type Place = { accountId: Id<"accounts">; storageId: Id<"_storage"> };

/** Inserts a row of the table that is valid and says nothing; whatever it names is made too. */
export async function insertSample(ctx: Ctx, table: TableNames, place: Place): Promise<string> {
  const type = TYPES.get(table);
  if (!type) throw new TypeError(`there is no table ${table}`);
  return await ctx.db.insert(table, (await sample(ctx, type, place)) as never);
}

async function sample(ctx: Ctx, type: ValidatorJson, place: Place): Promise<unknown> {
  switch (type.type) {
    case "object": {
      const fields: Record<string, unknown> = {};
      for (const [key, { fieldType, optional }] of Object.entries(type.value)) {
        if (!optional) fields[key] = await sample(ctx, fieldType, place);
      }
      return fields;
    }
    case "union": {
      const simplest = type.value.find(({ type: kind }) => kind === "null") ?? type.value.at(-1);
      return simplest ? await sample(ctx, simplest, place) : null;
    }
    case "id":
      if (type.tableName === "accounts") return place.accountId;
      if (type.tableName === "_storage") return place.storageId;
      return await insertSample(ctx, type.tableName as TableNames, place);
    case "array":
      return [];
    case "record":
      return {};
    case "literal":
      return type.value;
    case "string":
      return "sample";
    case "number":
      return 1;
    case "boolean":
      return false;
    case "bytes":
      return new ArrayBuffer(0);
    case "null":
    case "any":
      return null;
  }
}
