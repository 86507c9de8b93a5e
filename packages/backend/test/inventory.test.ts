import { describe, expect, test } from "vitest";
import { FUNCTIONS, PUBLIC_FUNCTIONS, spell } from "./registered";

/** Functions that anyone may call, and why that is safe. */
const ANONYMOUS = new Map([
  ["invitations:preview", "shows what the holder of an invitation's secret may see"],
  ["runtimes:join", "the holder of a one-time token joins with it as a runtime"],
]);

describe("the API of the backend", () => {
  test("is what the inventory says: path | builder | role or capability | audit | args", async () => {
    const lines = FUNCTIONS.map(({ path, declaration, args }) => {
      const access = declaration?.role ?? declaration?.capability ?? "-";
      const audit = declaration?.audit === undefined ? "-" : [declaration.audit].flat().join(" ");
      return `${path} | ${declaration?.builder ?? "?"} | ${access} | ${audit} | ${spell(args)}`;
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("./apiInventory.txt");
  });

  test("[A1] every function is made by a builder of ours", () => {
    expect(FUNCTIONS.filter(({ declaration }) => declaration === null).map(({ path }) => path)).toEqual([]);
    expect(FUNCTIONS.length).toBeGreaterThan(70);
  });

  test("only the listed functions are open to anyone", () => {
    const open = PUBLIC_FUNCTIONS.filter(({ declaration }) =>
      ["publicQuery", "enrolmentMutation"].includes(declaration?.builder ?? ""),
    );
    expect(open.map(({ path }) => path)).toEqual([...ANONYMOUS.keys()]);
  });

  test("[T2] people name the account, runtimes and agents never do", () => {
    for (const { path, declaration, args } of PUBLIC_FUNCTIONS) {
      const consumed = Object.keys(args.value);
      const isPersonal = ["accountQuery", "accountMutation", "adminMutation"].includes(
        declaration?.builder ?? "",
      );
      expect([path, consumed.includes("accountId")]).toEqual([path, isPersonal]);
      const isByToken = consumed.includes("serviceToken") || consumed.includes("agentToken");
      expect([path, isByToken]).toEqual([path, path.startsWith("service/")]);
    }
  });

  test("[L1] a mutation that declares no activity is one of a known few", () => {
    const silent = FUNCTIONS.filter(({ declaration }) => declaration?.audit === "none").map(
      ({ path }) => path,
    );
    expect(silent).toEqual([
      "accounts:remove",
      "analytics:repair",
      "documents:uploadUrl",
      "dueDates:remindOne",
      "dueDates:sweep",
      "files:sweep",
      "imports:add",
      "imports:addFile",
      "imports:sweep",
      "imports:tidy",
      "maintenance:checkFigures",
      "maintenance:recount",
      "maintenance:retain",
      "memberships:pictureUploadUrl",
      "messages:markSeen",
      "migrations/m0001RuntimeConfig:start",
      "migrations/m0002OpenWork:start",
      "migrations/m0002OpenWork:step",
      "notifications:markAllRead",
      "notifications:markRead",
      "notifications:update",
      "notifications:wake",
      "notifications:wakeOne",
      "outbox:claim",
      "outbox:lease",
      "outbox:leaseOne",
      "outbox:prune",
      "outbox:pump",
      "outbox:release",
      "outbox:runOneDigest",
      "pushSubscriptions:test",
      "recurrences:sweep",
      "savedViews:create",
      "savedViews:remove",
      "savedViews:update",
      "seed:history",
      "service/externalTools:agentList",
      "service/externalTools:approvalStatus",
      "service/externalTools:documentList",
      "service/externalTools:documentRead",
      "service/externalTools:fileRead",
      "service/externalTools:messageRead",
      "service/externalTools:skillList",
      "service/externalTools:standupRead",
      "service/externalTools:taskHistory",
      "service/externalTools:taskList",
      "service/externalTools:taskLoad",
      "service/externalTools:taskSearch",
      "service/runs:accepted",
      "service/runs:renew",
      "service/tools:agentList",
      "service/tools:approvalStatus",
      "service/tools:documentList",
      "service/tools:documentRead",
      "service/tools:fileRead",
      "service/tools:messageRead",
      "service/tools:skillList",
      "service/tools:standupRead",
      "service/tools:taskHistory",
      "service/tools:taskList",
      "service/tools:taskLoad",
      "service/tools:taskSearch",
      "service/work:progress",
      "service/work:self",
      "systemConfig:addOperator",
      "systemConfig:removeOperator",
      "systemConfig:setFlag",
      "tasks:follow",
      "webhooks:countCall",
      "webhooks:prune",
      "webhooks:test",
      "webhooks:testOwn",
    ]);
  });
});
