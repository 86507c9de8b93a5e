// Hands that are quicker than the line, where people arrive: what is done on a page that is drawn but does not react yet is done
// once it does, and what comes late takes nothing away.
import type { Page } from "@playwright/test";
import { expect, invitationLink, leave, owner, test, visitor } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 120_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Arriving" });
});
test.afterAll(() => leave(ada));

/** The page as the server drew it. Answers how to let its code come. */
async function openDeaf(page: Page, path: string): Promise<() => void> {
  const come = Promise.withResolvers<void>();
  await page.route("**/_next/static/chunks/**/*.js*", async (route) => {
    await come.promise;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  return come.resolve;
}

test("whoever presses Sign in before the page reacts is signed in", async ({ browser, stack }) => {
  const second = await visitor(browser, stack, { who: "Ada", where: "Arriving" });
  const { page } = second;
  const letCome = await openDeaf(page, "/sign-in");
  await page.getByLabel("E-mail").fill(ada.person.email);
  await page.getByLabel("Password").fill(ada.person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  letCome();
  await expect(page).toHaveURL(new RegExp(`/${ada.slug}(/|$)`));
  await page.unrouteAll({ behavior: "wait" });
  await leave(second);
});

test("a file that is chosen before the page reacts is read", async () => {
  const { page } = ada;
  const letCome = await openDeaf(page, "/new-account/import");
  const file = { name: "a.json", mimeType: "application/json", buffer: Buffer.from("{}") };
  await page.getByLabel("Exported file").setInputFiles(file);
  letCome();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("no export of Mission Control");
  await page.unrouteAll({ behavior: "wait" });
});

test("a name that is written before it is known whom the invitation is for stays", async ({
  browser,
  stack,
}) => {
  const ben = await visitor(browser, stack, { who: "Ben", where: "Arriving" });
  const { page, person } = ben;
  const link = await invitationLink(ada.page, ada.slug, { email: person.email });
  const answers = Promise.withResolvers<void>();
  await page.routeWebSocket(/\/sync$/, (socket) => {
    socket.connectToServer().onMessage((answer) => void answers.promise.then(() => socket.send(answer)));
  });
  await page.goto(`/sign-up?invite=${link.split("/").at(-1)}`);
  const name = page.getByLabel("Your name");
  await name.fill(person.name);
  answers.resolve();
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await expect(name).toHaveValue(person.name);
  await leave(ben);
});
