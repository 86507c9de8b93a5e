// Everything that is done to documents and folders, with the mouse and with a thumb: filed, renamed, moved, copied, uploaded,
// linked, thrown away and deleted for good.
import { createTask, fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 90_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Shelves on a ${on}`, on });
      await createTask(ada.page, ada.slug, { title: "Tidy the shelves" });
    });
    test.afterAll(() => leave(ada));

    const list = () => ada.page.getByRole("list", { name: "Documents" });
    const folders = () => ada.page.getByRole("navigation", { name: "Folders" });
    /** At a desk the folders are beside the list; on a phone in a drawer. */
    const openFolders = async (): Promise<void> => {
      const { page } = ada;
      const drawer = page.getByRole("button", { name: /^(All documents|In no folder|Letters|Trash|Bills)$/ });
      // neither can be reached as long as a dialog lies over them
      await expect(folders().or(drawer).first()).toBeVisible();
      if (on === "phone" && !(await folders().isVisible())) await drawer.click();
      await expect(folders()).toBeVisible();
    };
    const folderAct = async (name: string, item: string): Promise<void> => {
      await openFolders();
      await folders()
        .getByRole("button", { name: `Actions for folder ${name}` })
        .click();
      await ada.page.getByRole("menuitem", { name: item }).click();
    };
    const documentAct = async (title: string, item: string): Promise<void> => {
      await list()
        .getByRole("button", { name: `Actions for ${title}` })
        .click();
      await ada.page.getByRole("menuitem", { name: item }).click();
    };

    test("folders are made, one within another, renamed, moved and removed", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/docs`);
      await openFolders();
      await folders().getByRole("button", { name: "New folder" }).click();
      const make = page.getByRole("dialog", { name: "New folder" });
      await make.getByLabel("Name").fill("Post");
      await make.getByRole("button", { name: "Create folder" }).click();
      await expect(make).toBeHidden();
      await folderAct("Post", "Rename");
      const rename = page.getByRole("dialog", { name: "Rename folder" });
      await rename.getByLabel("Name").fill("Letters");
      await rename.getByRole("button", { name: "Rename" }).click();
      await expect(folders().getByRole("link", { name: "Letters" })).toBeVisible();
      await folderAct("Letters", "New folder inside");
      await make.getByLabel("Name").fill("Bills");
      await make.getByRole("button", { name: "Create folder" }).click();
      await expect(folders().getByRole("button", { name: "Fold Letters" })).toBeVisible();
      await folderAct("Bills", "Move to…");
      const move = page.getByRole("dialog", { name: "Move folder “Bills”" });
      await move.getByRole("radio", { name: "No folder" }).check();
      await move.getByRole("button", { name: "Move", exact: true }).click();
      await expect(folders().getByRole("button", { name: "Fold Letters" })).toBeHidden();
      await folderAct("Bills", "Remove when empty");
      // as long as the menu is open nothing beside it is there
      await expect(folders().getByRole("link", { name: "Letters" })).toBeVisible();
      await expect(folders().getByRole("link", { name: "Bills" })).toHaveCount(0);
    });

    test("a document is made, renamed, moved into a folder and copied", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/docs`);
      await page.getByRole("button", { name: "New document" }).first().click();
      const dialog = page.getByRole("dialog", { name: "New document" });
      await dialog.getByLabel("Title").fill("To the landlord");
      await dialog.getByRole("button", { name: "Create document" }).click();
      await page.getByRole("textbox", { name: /^Text of / }).fill("Dear Sir,\n");
      await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toContainText("v2");
      await page.getByRole("button", { name: "Read", exact: true }).click();
      await page.getByRole("textbox", { name: "Title" }).fill("To the owner");
      await page.getByRole("textbox", { name: "Title" }).press("Enter");
      await page.getByRole("navigation", { name: "Place" }).getByRole("link", { name: "Documents" }).click();
      await expect(list()).toContainText("To the owner");
      await documentAct("To the owner", "Move to…");
      const move = page.getByRole("dialog", { name: "Move “To the owner”" });
      await move.getByRole("radio", { name: "Letters" }).check();
      await move.getByRole("button", { name: "Move", exact: true }).click();
      await expect(move).toBeHidden();
      await documentAct("To the owner", "Duplicate");
      await expect(list().getByRole("listitem")).toHaveCount(2);
      await openFolders();
      await folders().getByRole("link", { name: "Letters" }).click();
      await expect(page).toHaveURL(/folder=/);
      await expect(
        list()
          .getByRole("link", { name: /To the owner/ })
          .first(),
      ).toBeVisible();
      await fitsTheScreen(page);
    });

    test("what a document is for is changed beside its title, and others then begin with it", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/docs`);
      await list()
        .getByRole("link", { name: /^To the owner(?! \(copy\))/ })
        .click();
      await page.getByRole("button", { name: "Kind: Note" }).click();
      await page.getByRole("menuitemradio", { name: /^Template/ }).click();
      await expect(page.getByRole("button", { name: "Kind: Template" })).toBeVisible();
      await fitsTheScreen(page);
      await page.getByRole("navigation", { name: "Place" }).getByRole("link", { name: "Documents" }).click();
      await page.getByRole("button", { name: "New document" }).first().click();
      const dialog = page.getByRole("dialog", { name: "New document" });
      await dialog.getByRole("combobox", { name: "Begin with" }).click();
      await page.getByRole("option", { name: /^To the owner/ }).click();
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await expect(dialog).toBeHidden();
    });

    test("a file is uploaded and shown; what is no such file says why it stays out", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/docs`);
      await page.getByRole("button", { name: "Upload files" }).click();
      const dialog = page.getByRole("dialog", { name: "Upload files" });
      await dialog.locator("input[type=file]").setInputFiles([
        { name: "rent.csv", mimeType: "text/csv", buffer: Buffer.from("month,rent\nmay,700\n") },
        { name: "rent.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ\u0000\u0001") },
      ]);
      await expect(dialog).toContainText("Uploaded");
      await expect(dialog).toContainText("Not uploaded.");
      await dialog.getByRole("link", { name: "rent.csv" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("main")).toContainText("rent");
      await fitsTheScreen(page);
    });

    test("a comment, a linked task and an old version come and go beside the text", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/docs`);
      await list()
        .getByRole("link", { name: /^To the owner/ })
        .last()
        .click();
      await expect(page).toHaveURL(/\/docs\/[^?]+$/);
      const beside = page.getByRole("button", { name: "History, comments and tasks" });
      if (on === "phone") await beside.click();
      await page.getByRole("tab", { name: "Comments" }).click();
      await page.getByRole("textbox", { name: "Write a comment" }).fill("Too short.");
      await page.getByRole("button", { name: "Comment", exact: true }).click();
      const comments = page.getByRole("list", { name: "Comments" });
      await expect(comments).toContainText("Too short.");
      await comments.getByRole("button", { name: /^Delete the comment of / }).click();
      await expect(comments.getByRole("listitem")).toHaveCount(0);
      await page.getByRole("tab", { name: "Tasks" }).click();
      await page.getByRole("button", { name: "Link a task" }).click();
      await page.getByPlaceholder(/^Find a task/).fill("tidy");
      await page.getByRole("option", { name: /Tidy the shelves/ }).click();
      await page.getByRole("button", { name: "Unlink MC-1" }).click();
      await expect(page.getByRole("list", { name: "Linked tasks" })).toHaveCount(0);
      await page.getByRole("tab", { name: "History" }).click();
      await page.getByRole("tabpanel", { name: "History" }).getByRole("button").first().click();
      await expect(page.getByRole("dialog", { name: /^Version / })).toBeVisible();
      await fitsTheScreen(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog", { name: /^Version / })).toBeHidden();
      await page.goto(`/${slug}/docs`);
      await list()
        .getByRole("link", { name: /^To the owner(?! \(copy\))/ })
        .click();
      await expect(page).toHaveURL(/\/docs\/[^?]+$/);
      if (on === "phone") await beside.click();
      const history = page.getByRole("tabpanel", { name: "History" });
      await history.getByRole("button", { name: "2 saves" }).click();
      await history.getByRole("button", { name: /v1$/ }).click();
      await page.getByRole("button", { name: "Restore this version" }).click();
      await expect(history.getByRole("button", { name: /v3$/ }).first()).toBeVisible();
    });

    test("thrown away it comes back, or goes for good", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/docs`);
      await documentAct("rent.csv", "Move to trash");
      await expect(list()).not.toContainText("rent.csv");
      await openFolders();
      await folders().getByRole("link", { name: "Trash" }).click();
      await page.getByRole("button", { name: "Restore rent.csv" }).click();
      await expect(page.getByText("The trash is empty")).toBeVisible();
      await page.goto(`/${slug}/docs`);
      await documentAct("rent.csv", "Move to trash");
      await expect(list()).not.toContainText("rent.csv");
      await page.goto(`/${slug}/docs?folder=trash`);
      await page.getByRole("button", { name: "Delete rent.csv for good" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
      await expect(page.getByText("The trash is empty")).toBeVisible();
    });
  });
}
