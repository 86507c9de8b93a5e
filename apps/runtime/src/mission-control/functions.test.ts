import type { api } from "@mc/backend/api";
import { TOOL_NAMES, type ToolName } from "@mc/shared/tools/catalog";
import { type FunctionArgs, type FunctionReturnType, getFunctionName } from "convex/server";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type functions, type ToolFunctionName, toolFunction } from "./functions.ts";
import type { DesiredState, LeaseAnswer, QueueSnapshot, RenewAnswer } from "./mission-control.ts";

type Runs = typeof api.service.runs;
type Ours = typeof functions;
/** Ids are strings on the wire; the backend checks them, the runtime only passes them on. */
type Plain<T> = T extends string
  ? string
  : T extends (infer Item)[]
    ? Plain<Item>[]
    : T extends object
      ? { [Key in keyof T]: Plain<T[Key]> }
      : T;

describe("the service functions, as the backend declares them", () => {
  it("answer what the runtime reads", () => {
    expectTypeOf<FunctionReturnType<Runs["lease"]>>().toExtend<LeaseAnswer>();
    expectTypeOf<FunctionReturnType<Runs["renew"]>>().toExtend<RenewAnswer>();
    expectTypeOf<FunctionReturnType<Runs["queue"]>>().toExtend<QueueSnapshot>();
    expectTypeOf<FunctionReturnType<typeof api.service.agents.desired>>().toExtend<DesiredState>();
    expectTypeOf<FunctionReturnType<typeof api.service.agents.skill>>().toExtend<
      FunctionReturnType<Ours["skill"]>
    >();
    expectTypeOf<FunctionReturnType<typeof api.service.runtimes.orders>>().toExtend<
      FunctionReturnType<Ours["orders"]>
    >();
    expectTypeOf<FunctionReturnType<typeof api.service.runtimes.checkIn>>().toExtend<
      FunctionReturnType<Ours["checkIn"]>
    >();
  });

  it("take what the runtime sends", () => {
    expectTypeOf<Plain<FunctionArgs<Ours["lease"]>>>().toExtend<Plain<FunctionArgs<Runs["lease"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["renew"]>>>().toExtend<Plain<FunctionArgs<Runs["renew"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["accepted"]>>>().toExtend<Plain<FunctionArgs<Runs["accepted"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["progress"]>>>().toExtend<Plain<FunctionArgs<Runs["progress"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["complete"]>>>().toExtend<Plain<FunctionArgs<Runs["complete"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["fail"]>>>().toExtend<Plain<FunctionArgs<Runs["fail"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["cancelled"]>>>().toExtend<Plain<FunctionArgs<Runs["cancelled"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["release"]>>>().toExtend<Plain<FunctionArgs<Runs["release"]>>>();
    expectTypeOf<Plain<FunctionArgs<Ours["reportCommand"]>>>().toExtend<
      Plain<FunctionArgs<typeof api.service.runtimes.reportCommand>>
    >();
    expectTypeOf<Plain<FunctionArgs<Ours["checkIn"]>>>().toExtend<
      Plain<FunctionArgs<typeof api.service.runtimes.checkIn>>
    >();
  });

  it("are there for every tool of the catalog, each under its own name", () => {
    expectTypeOf<ToolFunctionName<ToolName>>().toExtend<keyof typeof api.service.tools>();
    expectTypeOf<ToolFunctionName<"task_load">>().toEqualTypeOf<"taskLoad">();
    expect(getFunctionName(toolFunction("task_load"))).toBe("service/tools:taskLoad");
    const names = TOOL_NAMES.map((tool) => getFunctionName(toolFunction(tool)));
    expect(new Set(names).size).toBe(TOOL_NAMES.length);
    for (const name of names) expect(name).toMatch(/^service\/tools:[a-z][A-Za-z]+$/);
  });
});
