// Two people at once: what one does the other sees, a move that comes too late is taken back with its reason, and without a
// connection nothing that was written is lost.
import { callAs, createTask } from "./fakeTeam.ts";
import {
  expect,
  invitationLink,
  leave,
  owner,
  signUpInvited,
  test,
  type Visitor,
  visitor,
} from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 120_000 });

let ada: Awaited<ReturnType<typeof owner>>;
let ben: Visitor;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Together" });
  ben = await visitor(browser, stack, { who: "Ben", where: "Together" });
  await signUpInvited(ben, await invitationLink(ada.page, ada.slug));
  await createTask(ada.page, ada.slug, { title: "Carry the sofa", assignee: /Ada/ });
});
test.afterAll(async () => {
  // what the browser writes down by itself while the line is cut
  const others = ada.complaints.filter((each) => !each.includes("ERR_INTERNET_DISCONNECTED"));
  ada.complaints.splice(0, Number.POSITIVE_INFINITY, ...others);
  await leave(ada, ben);
});

const column = ({ page }: Pick<Visitor, "page">, name: string) =>
  page.getByRole("region", { name: new RegExp(`^${name}, `) });
const move = async ({ page }: Pick<Visitor, "page">, to: string): Promise<void> => {
  await page.getByRole("link", { name: "Carry the sofa" }).focus();
  await page.keyboard.press("s");
  await page.getByRole("menuitem", { name: new RegExp(`^${to}`) }).click();
};

test("what one moves stands there in the other's browser", async () => {
  for (const { page } of [ada, ben]) await page.goto(`/${ada.slug}/tasks`);
  await move(ada, "In progress");
  await expect(column(ben, "In progress")).toContainText("Carry the sofa");
  await move(ben, "Review");
  await expect(column(ada, "Review")).toContainText("Carry the sofa");
});

test("a move that comes too late is taken back, and says what the task is now", async ({ stack }) => {
  const { page, slug, context } = ada;
  // Ben's move arrives while Ada's browser has not heard of it yet
  const { accountId } = (await callAs(page, stack, {
    kind: "query",
    path: "accounts:bySlug",
    args: { slug },
  })) as { accountId: string };
  const { taskId } = (await callAs(page, stack, {
    kind: "query",
    path: "tasks:get",
    args: { accountId, number: 1 },
  })) as { taskId: string };
  await context.setOffline(true);
  await callAs(ben.page, stack, {
    kind: "mutation",
    path: "tasks:archive",
    args: { accountId, taskId },
  });
  await move(ada, "Done");
  await expect(column(ada, "Done")).toContainText("Carry the sofa");
  await context.setOffline(false);
  await expect(page.getByRole("region", { name: /Notifications/ })).toContainText(/archived/i);
  await expect(page.getByRole("link", { name: "Carry the sofa" })).toHaveCount(0);
});

test("offline it says so and keeps what is written; back on line it is sent", async () => {
  const { page, context, slug } = ada;
  await createTask(page, slug, { title: "Write it down" });
  await page.getByRole("link", { name: "Write it down" }).click();
  const sheet = page.getByRole("dialog", { name: /^MC-2/ });
  const field = sheet.getByRole("textbox", { name: "Write a message" });
  await expect(field).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await field.fill("Said in the tunnel.");
  await field.press("ControlOrMeta+Enter");
  await expect(sheet.getByRole("log")).toContainText("Said in the tunnel.");
  await expect(page.getByText(/1 change will be sent when the connection is back/)).toBeVisible();
  await field.fill("Half a sen");
  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toBeHidden();
  await ben.page.goto(`/${slug}/tasks/2`);
  await expect(ben.page.getByRole("log")).toContainText("Said in the tunnel.");
  await page.reload();
  await expect(field).toHaveValue("Half a sen");
});

test("what is written before the thread has arrived is seen at once, and sent", async () => {
  const { page, slug } = ada;
  await createTask(page, slug, { title: "Slow to arrive" });
  // from the thread's first question on, nothing reaches the backend until it is let go
  const gate = Promise.withResolvers<void>();
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const backend = socket.connectToServer();
    const held: (string | Buffer)[] = [];
    let isHeld = true;
    void gate.promise.then(() => {
      isHeld = false;
      for (const each of held.splice(0)) backend.send(each);
    });
    socket.onMessage((sent) => {
      if (isHeld && (held.length > 0 || sent.includes('"messages:list"'))) held.push(sent);
      else backend.send(sent);
    });
  });
  await page.goto(`/${slug}/tasks/3`);
  await page.getByRole("textbox", { name: "Write a message" }).fill("Said before it was there.");
  await expect(page.getByRole("status", { name: "Loading the thread" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Enter");
  const log = page.getByRole("log");
  await expect(log).toContainText("Said before it was there.");
  await page.context().setOffline(true);
  await expect(log).toContainText("The thread is loaded when you are back online.");
  await page.context().setOffline(false);
  gate.resolve();
  await ben.page.goto(`/${slug}/tasks/3`);
  await expect(ben.page.getByRole("log")).toContainText("Said before it was there.");
});
