// What leaves the product: push to a device that is switched on, tried and taken away, and a delivery that was given up and is
// sent again. Only the browser's own part of push stands in: it asks a service of its maker's on the internet, where the journeys
// do not go.
import { createECDH, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

const GONE = 410;

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 60_000 });

    let ada: Awaited<ReturnType<typeof owner>>;
    let receiver: Server;
    let status = GONE;
    let heard = 0;

    test.beforeAll(async ({ browser, stack }) => {
      ada = await owner(browser, stack, { account: `Deliveries on a ${on}`, on });
      receiver = createServer((request, response) => {
        request.resume().on("end", () => {
          heard += 1;
          response.writeHead(status).end();
        });
      });
      await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
    });
    test.afterAll(async () => {
      receiver.close();
      await leave(ada);
    });

    test("push is switched on for a device, tried there, and taken from it", async () => {
      const { page, slug } = ada;
      const keys = createECDH("prime256v1");
      keys.generateKeys();
      await page.addInitScript(
        (subscription) => {
          // a browser without a window has no notifications to allow
          Object.defineProperty(Notification, "permission", { get: () => "granted" });
          Notification.requestPermission = () => Promise.resolve("granted");
          PushManager.prototype.subscribe = () =>
            Promise.resolve({ toJSON: () => subscription } as unknown as PushSubscription);
        },
        {
          endpoint: `https://push.example.test/${on}`,
          keys: {
            p256dh: keys.getPublicKey().toString("base64url"),
            auth: randomBytes(16).toString("base64url"),
          },
        },
      );
      await page.goto(`/${slug}/settings/notifications`);
      const ways = page.getByRole("region", { name: "Ways to reach you" });
      await ways.getByRole("button", { name: "Switch on for this device" }).click();
      await expect(page.getByText("Push is on for this device")).toBeVisible();
      await ways.getByRole("button", { name: /^Send a test to Chrome/ }).click();
      await expect(page.getByText("A test is on its way")).toBeVisible();
      await ways.getByRole("button", { name: /^Remove Chrome/ }).click();
      await expect(ways.getByRole("button", { name: /^Remove Chrome/ })).toHaveCount(0);
      await fitsTheScreen(page);
    });

    test("what nobody takes any more is given up, and sent again when somebody asks", async () => {
      const { page } = ada;
      const ways = page.getByRole("region", { name: "Ways to reach you" });
      const { port } = receiver.address() as AddressInfo;
      await ways.getByLabel("Address of your webhook").fill(`http://127.0.0.1:${port}/mine`);
      await ways.getByRole("button", { name: "Set", exact: true }).click();
      await expect(ways.getByLabel("Signing secret")).toHaveValue(/^whsec_/);
      await ways.getByRole("button", { name: "Test", exact: true }).click();
      const again = page.getByRole("button", { name: /^Send again: Webhook/ });
      await expect(again).toBeVisible();
      await expect(page.getByRole("region", { name: "Deliveries given up" })).toContainText(
        `It answered ${GONE}.`,
      );
      expect(heard).toBe(1);
      status = 200;
      await again.click();
      await expect.poll(() => heard).toBe(2);
      await expect(again).toHaveCount(0);
    });
  });
}
