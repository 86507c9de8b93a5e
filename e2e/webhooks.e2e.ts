// Addresses outside that are told, and secret addresses that tell us: made, tried, sent again, switched off, called, revoked.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 120_000 });

    type Heard = { type: string; headers: IncomingMessage["headers"] };

    let ada: Awaited<ReturnType<typeof owner>>;
    let receiver: Server;
    let address: string;
    let status = 200;
    const heard: Heard[] = [];

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Hooks on a ${on}`, on });
      receiver = createServer((request, response) => {
        let body = "";
        request.setEncoding("utf8").on("data", (text: string) => (body += text));
        request.on("end", () => {
          heard.push({ type: (JSON.parse(body) as { type: string }).type, headers: request.headers });
          response.writeHead(status).end(status === 200 ? "thanks" : "no room");
        });
      });
      await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
      address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    });
    test.afterAll(async () => {
      receiver.close();
      await leave(ada);
    });

    const item = () => ada.page.getByRole("listitem").filter({ hasText: "Build server" });
    /** What was confirmed is done: its dialog goes then. As long as it stands, nothing behind it is found by its role. */
    const answered = () => expect(ada.page.getByRole("dialog")).toHaveCount(0);

    test("an address is added, its secret shown once, and a test arrives signed", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/settings/webhooks`);
      await page.getByRole("button", { name: "Add a webhook" }).click();
      const dialog = page.getByRole("dialog", { name: "Add a webhook" });
      await dialog.getByLabel("Name").fill("Build server");
      await dialog.getByLabel("Address").fill("ftp://127.0.0.1/hook");
      await dialog.getByRole("button", { name: "Add webhook" }).click();
      await expect(dialog).toContainText(/http/);
      await dialog.getByLabel("Address").fill(address);
      await dialog.getByRole("button", { name: "Add webhook" }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByLabel("Signing secret of the new webhook")).toHaveValue(/^whsec_/);
      await item()
        .getByRole("button", { name: /Build server/ })
        .click();
      await item().getByRole("button", { name: "Send a test" }).click();
      await expect(item()).toContainText("Arrived: 200");
      expect(heard.at(-1)?.headers["webhook-signature"]).toMatch(/^v1,/);
    });

    test("what happens here is told there, and a delivery is sent again on request", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/tasks?new=true`);
      const dialog = page.getByRole("dialog", { name: "New task" });
      await dialog.getByLabel("Title").fill("Prepare the launch");
      await dialog.getByRole("button", { name: "Create task" }).click();
      await expect.poll(() => heard.map(({ type }) => type)).toContain("task_created");
      const before = heard.length;
      await page.goto(`/${slug}/settings/webhooks`);
      await item()
        .getByRole("button", { name: /Build server/ })
        .click();
      await item().getByRole("button", { name: "Send again: task_created" }).click();
      await expect.poll(() => heard.length).toBeGreaterThan(before);
      status = 500;
      await item().getByRole("button", { name: "Send a test" }).click();
      await expect(item()).toContainText(/Will be tried again, 1 attempt: .*“no room”/);
      await fitsTheScreen(page);
    });

    test("switched off nothing is sent; narrowed and removed it is", async () => {
      const { page } = ada;
      status = 200;
      await item().getByRole("button", { name: "Switch off" }).click();
      await expect(item()).toContainText("Switched off");
      await item().getByRole("button", { name: "Switch on" }).click();
      await item().getByRole("button", { name: "Edit" }).click();
      const dialog = page.getByRole("dialog", { name: "Edit Build server" });
      await dialog.getByLabel("Only some of it").check();
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(item()).toContainText("Told of tasks.");
      await item().getByRole("button", { name: "New secret" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Make a new secret" }).click();
      await expect(item().getByLabel("New signing secret")).toHaveValue(/^whsec_/);
      await item().getByRole("button", { name: "Remove" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove webhook" }).click();
      await answered();
      await expect(item()).toHaveCount(0);
    });

    test("a secret address makes a task, once for the same key, and nothing any more once revoked", async () => {
      const { page, slug } = ada;
      await page.getByLabel("Name of the new incoming webhook").fill("Alarms");
      await page.getByRole("button", { name: "Create address" }).click();
      let url = await page.getByLabel("Address, secret and all").inputValue();
      const call = async (): Promise<number> => {
        const headers = { "idempotency-key": "alarm-42", "content-type": "application/json" };
        const body = JSON.stringify({ title: "Disk is full", priority: 1 });
        return (await fetch(url, { method: "POST", headers, body })).status;
      };
      expect([await call(), await call()].every((answer) => answer < 300)).toBe(true);
      const alarms = page.getByRole("listitem").filter({ hasText: "Alarms" });
      await expect(alarms).toContainText(/(?<!never )called/);
      const before = url;
      await page.getByRole("button", { name: "New address for Alarms" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Make a new address" }).click();
      await expect(page.getByLabel("Address, secret and all")).not.toHaveValue(before);
      expect(await call()).toBeGreaterThanOrEqual(400);
      url = await page.getByLabel("Address, secret and all").inputValue();
      expect(await call()).toBeLessThan(300);
      await page.getByRole("button", { name: "Revoke Alarms" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
      await answered();
      await expect(page.getByRole("button", { name: "Revoke Alarms" })).toHaveCount(0);
      expect(await call()).toBeGreaterThanOrEqual(400);
      await page.goto(`/${slug}/tasks`);
      await expect(page.getByRole("link", { name: "Disk is full" })).toHaveCount(1);
    });
  });
}
