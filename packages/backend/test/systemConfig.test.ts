import { FEATURE_FLAGS, resolveFlags } from "@mc/shared/installation/flags";
import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
import { api, createWorld, join, refusal } from "./world";

const page = { paginationOpts: { numItems: 10, cursor: null } };

describe.each(BACKENDS)("the installation on $name", ({ start }) => {
  test("its first person operates it; everybody may know what is switched on", async () => {
    const world = await createWorld(start());
    const ben = await join(world, "Ben", "admin");
    const flags = resolveFlags({});
    expect(await world.owner.as.query(api.systemConfig.current, {})).toEqual({
      isFleetOperator: true,
      flags,
    });
    expect(await ben.as.query(api.systemConfig.current, {})).toEqual({ isFleetOperator: false, flags });
    expect(Object.keys(flags).toSorted()).toEqual([...FEATURE_FLAGS].toSorted());
  });

  test("flags are turned by operators alone, and every turn is in their log once", async () => {
    const world = await createWorld(start());
    const ben = await join(world, "Ben", "admin");
    const flag = "billing" as const;
    expect(await refusal(ben.as.mutation(api.systemConfig.setFlag, { flag, isOn: true }))).toMatchObject({
      code: "forbidden",
    });
    for (const isOn of [true, true, false]) {
      await world.owner.as.mutation(api.systemConfig.setFlag, { flag, isOn });
      const { flags } = await ben.as.query(api.systemConfig.current, {});
      expect(flags).toEqual({ ...resolveFlags({}), billing: isOn });
    }
    const log = await world.owner.as.query(api.systemConfig.log, page);
    expect(log.page).toMatchObject([
      { operation: { type: "flag_changed", flag, from: true, to: false }, actorName: "Ada" },
      { operation: { type: "flag_changed", flag, from: false, to: true }, actorName: "Ada" },
    ]);
    expect(await refusal(ben.as.query(api.systemConfig.log, page))).toMatchObject({ code: "forbidden" });
  });

  test("operators add people of their own accounts and never remove the last one", async () => {
    const t = start();
    const world = await createWorld(t);
    const { owner } = world;
    const ben = await join(world, "Ben");
    const stranger = await createWorld(t, "Zoe");
    expect(
      await refusal(owner.as.mutation(api.systemConfig.addOperator, { memberId: stranger.owner.memberId })),
    ).toMatchObject({ code: "not_found" });
    const [self] = await owner.as.query(api.systemConfig.operators, {});
    expect(self).toMatchObject({ name: "Ada", isYou: true });
    const userId = self?.userId ?? "";
    expect(await refusal(owner.as.mutation(api.systemConfig.removeOperator, { userId }))).toMatchObject({
      code: "conflict",
    });
    for (let twice = 0; twice < 2; twice += 1) {
      await owner.as.mutation(api.systemConfig.addOperator, { memberId: ben.memberId });
    }
    expect(await ben.as.query(api.systemConfig.operators, {})).toMatchObject([
      { name: "Ada", isYou: false },
      { name: "Ben", isYou: true },
    ]);
    await ben.as.mutation(api.systemConfig.removeOperator, { userId });
    expect(await refusal(owner.as.query(api.systemConfig.operators, {}))).toMatchObject({
      code: "forbidden",
    });
    const { page: log } = await ben.as.query(api.systemConfig.log, page);
    expect(log.map(({ operation }) => operation.type)).toEqual(["operator_removed", "operator_added"]);
  });
});
