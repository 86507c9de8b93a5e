// Ways in and ways out: an invitation for somebody who has an account, links that no longer work, a removed member, pages that
// are not there.

import { fitsTheScreen } from "./fakeTeam.ts";
import {
  choose,
  expect,
  invitationLink,
  leave,
  owner,
  SIZES,
  signUpInvited,
  test,
  type Visitor,
  visitor,
} from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 120_000 });

    let ada: Awaited<ReturnType<typeof owner>>;
    let ben: Awaited<ReturnType<typeof owner>>;
    let cleo: Visitor;
    let used: string;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Doors on a ${on}`, on });
      ben = await owner(browser, stack, { account: `Next door on a ${on}`, on });
      cleo = await visitor(browser, stack, { who: "Cleo", where: `Doors on a ${on}`, on });
    });
    test.afterAll(() => leave(ada, ben, cleo));

    test("who is signed in joins with one press, and has two accounts to switch between", async () => {
      const { page } = ben;
      used = await invitationLink(ada.page, ada.slug, { role: /^member/ });
      await page.goto(used);
      await expect(page.getByText("You are invited as member.")).toBeVisible();
      await fitsTheScreen(page);
      await page.getByRole("button", { name: "Join Doors" }).click();
      await expect(page).toHaveURL(new RegExp(`/${ada.slug}(/|$)`));
      await choose(ada.page, `Role of ${ben.person.name}`, /^viewer/);
      await page.getByRole("button", { name: /Doors/ }).first().click();
      await page.getByRole("menuitem", { name: /Next door/ }).click();
      await expect(page).toHaveURL(new RegExp(`/${ben.slug}(/|$)`));
    });

    test("a used, a withdrawn and a made-up link each say what to do", async () => {
      const { page } = cleo;
      await page.goto(used);
      await expect(page.getByRole("heading", { name: "This invitation has been used" })).toBeVisible();
      const replaced = await invitationLink(ada.page, ada.slug);
      await ada.page.getByRole("button", { name: /^(Send again|New link): / }).click();
      await expect(ada.page.getByText("The link before it no longer works.")).toBeVisible();
      const withdrawn = await ada.page.getByRole("listitem").getByLabel("Invitation link").inputValue();
      await page.goto(replaced);
      await expect(page.getByRole("heading", { name: "This invitation link is not valid" })).toBeVisible();
      await ada.page.getByRole("button", { name: /^Revoke: / }).click();
      await expect(ada.page.getByRole("button", { name: /^Revoke: / })).toHaveCount(0);
      await page.goto(withdrawn);
      await expect(page.getByRole("heading", { name: "This invitation was withdrawn" })).toBeVisible();
      await page.goto("/invite/nothing-of-the-kind");
      await expect(page.getByRole("heading", { name: "This invitation link is not valid" })).toBeVisible();
      await fitsTheScreen(page);
    });

    test("a link for one address lets nobody else in", async () => {
      const link = await invitationLink(ada.page, ada.slug, { email: cleo.person.email });
      await ben.page.goto(link);
      await ben.page.getByRole("button", { name: "Join Doors" }).click();
      await expect(ben.page.getByRole("alert").first()).toBeVisible();
      await signUpInvited(cleo, link);
      await expect(cleo.page).toHaveURL(new RegExp(`/${ada.slug}(/|$)`));
    });

    test("who is removed is out at once, and finds their own way on", async () => {
      const { page } = cleo;
      // a page with a list that grows: what it shows is refused too, and must not hide the news
      await page.goto(`/${ada.slug}/feed`);
      await expect(page.getByRole("main")).toContainText(/joined/);
      await ada.page.getByRole("button", { name: `Remove ${cleo.person.name}` }).click();
      await ada.page.getByRole("dialog").getByRole("button", { name: "Remove member" }).click();
      await expect(page.getByRole("heading", { name: /^No account at/ })).toBeVisible();
      await page.goto(`/${ada.slug}/settings`);
      await expect(page.getByRole("heading", { name: /^No account at/ })).toBeVisible();
      await fitsTheScreen(page);
      await page.getByRole("link", { name: "Go to your account" }).click();
      await expect(page).toHaveURL(/\/new-account$/);
    });

    test("who wants to leaves, and has the other account left", async () => {
      const { page } = ben;
      await page.goto(`/${ada.slug}/settings`);
      await page.getByRole("button", { name: "Leave" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
      await expect(page).toHaveURL(new RegExp(`/${ben.slug}(/|$)`));
    });

    test("a task, an agent, a document and an account that do not exist say so and lead back", async () => {
      const { page, slug } = ada;
      for (const [path, back] of [
        ["/tasks/999", "Go to the board"],
        ["/agents/nobody", /agents/i],
        ["/docs/nothing", /documents|docs/i],
      ] as const) {
        await page.goto(`/${slug}${path}`);
        await expect(page.getByRole("main").getByRole("link", { name: back }).last()).toBeVisible();
        await expect(page.getByRole("main")).toContainText(
          /not found|no such|does not exist|There is no|No agent/i,
        );
      }
      await page.goto("/no-such-account/tasks");
      await expect(page.getByRole("heading", { name: "No account at “no-such-account”" })).toBeVisible();
    });
  });
}
