import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  fn,
  httpClient,
  socketClient,
  startHost,
  temporaryFolder,
  tokenFor,
  until,
  Watched,
} from "./support/host.ts";

interface JobDocument {
  _id: string;
  name: string;
  completedTime?: number;
  state: { kind: string; error?: string };
}

const bodiesOf = async (host: { url: string }, channel: string) =>
  ((await httpClient(host).query(fn("messages:list"), { channel })) as { body: string }[]).map(
    ({ body }) => body,
  );

const jobsOf = async (host: { url: string }) =>
  (await httpClient(host).query(fn("jobs:list"), {})) as JobDocument[];

describe("scheduled functions", () => {
  it("[SC1] a mutation's effects and its success are one commit", async () => {
    const host = await startHost();
    const watched = new Watched<JobDocument[]>();
    socketClient(host).onUpdate(fn("jobs:list"), {}, watched.onUpdate);
    await httpClient(host).mutation(fn("jobs:later"), {
      name: "messages:record",
      delayMs: 0,
      args: { channel: "jobs", body: "done" },
    });
    await watched.until((jobs) => jobs?.[0]?.state.kind === "success");
    expect(await bodiesOf(host, "jobs")).toEqual(["done"]);
    expect(watched.last?.[0]?.completedTime).toBeTypeOf("number");
    expect(watched.values.map((jobs) => jobs[0]?.state.kind)).not.toContain("inProgress");
  });

  it("[SC2] what a mutation schedules is gone when it throws", async () => {
    const host = await startHost();
    await expect(httpClient(host).mutation(fn("jobs:laterThenThrow"), {})).rejects.toThrow("rolled back");
    expect(await jobsOf(host)).toEqual([]);
  });

  it("[SC3] a failing mutation is marked failed and leaves nothing else", async () => {
    const host = await startHost();
    await httpClient(host).mutation(fn("jobs:later"), { name: "jobs:failing", delayMs: 0, args: {} });
    await until(async () => (await jobsOf(host))[0]?.state.kind === "failed");
    expect((await jobsOf(host))[0]?.state.error).toContain("job failed");
    expect(await bodiesOf(host, "jobs")).toEqual([]);
  });

  it("[SC4] a canceled job does not run", async () => {
    const host = await startHost();
    const client = httpClient(host);
    const args = { channel: "jobs", body: "never" };
    const id = await client.mutation(fn("jobs:later"), {
      name: "messages:record",
      delayMs: 60_000,
      args,
    });
    await client.mutation(fn("jobs:cancel"), { id });
    expect((await jobsOf(host))[0]?.state.kind).toBe("canceled");
  });

  it("[SC5] actions schedule actions, and nobody is signed in", async () => {
    const host = await startHost();
    const client = httpClient(host);
    client.setAuth(await tokenFor("ann"));
    await client.mutation(fn("jobs:later"), { name: "jobs:chain", delayMs: 0, args: { rest: 2 } });
    await client.mutation(fn("jobs:later"), { name: "jobs:identity", delayMs: 0, args: {} });
    await until(async () => (await bodiesOf(host, "jobs")).length === 4);
    expect((await bodiesOf(host, "jobs")).sort()).toEqual(["nobody", "step 0", "step 1", "step 2"]);
  });

  it("[SC6] jobs that came due while the host was down run at the next start", async () => {
    const dataDir = temporaryFolder();
    const first = await startHost({ dataDir });
    const args = { channel: "jobs", body: "late" };
    await httpClient(first).mutation(fn("jobs:later"), { name: "messages:record", delayMs: 300, args });
    await first.stop();
    await new Promise((resolve) => setTimeout(resolve, 350));
    const second = await startHost({ dataDir });
    await until(async () => (await bodiesOf(second, "jobs")).length === 1);
  });

  it("[SC7] scheduling what does not exist fails at once", async () => {
    const host = await startHost();
    const nothing = httpClient(host).mutation(fn("jobs:later"), {
      name: "no:where",
      delayMs: 0,
      args: {},
    });
    await expect(nothing).rejects.toThrow("Could not find function for 'no:where'");
  });
});

describe("stored files", () => {
  it("[FI1] are uploaded by URL, served whole and in ranges, and gone after deletion", async () => {
    const host = await startHost();
    const client = httpClient(host);
    const uploadUrl = (await client.mutation(fn("files:uploadUrl"), {})) as string;
    const upload = await fetch(uploadUrl, {
      method: "POST",
      body: "hello files",
      headers: { "content-type": "text/plain" },
    });
    const { storageId } = (await upload.json()) as { storageId: string };
    const url = (await client.query(fn("files:url"), { id: storageId })) as string;
    const whole = await fetch(url);
    expect(await whole.text()).toBe("hello files");
    expect(whole.headers.get("content-type")).toBe("text/plain");
    const part = await fetch(url, { headers: { range: "bytes=6-10" } });
    expect([part.status, await part.text()]).toEqual([206, "files"]);
    expect(await client.query(fn("files:metadata"), { id: storageId })).toMatchObject({
      size: 11,
      contentType: "text/plain",
    });
    await client.mutation(fn("files:remove"), { id: storageId });
    expect((await fetch(url)).status).toBe(404);
    expect(await client.query(fn("files:url"), { id: storageId })).toBeNull();
  });

  it("[FI6] are still served when the mutation that deleted one was undone", async () => {
    const host = await startHost();
    const client = httpClient(host);
    const uploadUrl = (await client.mutation(fn("files:uploadUrl"), {})) as string;
    const upload = await fetch(uploadUrl, { method: "POST", body: "kept" });
    const { storageId } = (await upload.json()) as { storageId: string };
    await client.mutation(fn("files:removeInVain"), { id: storageId });
    const url = (await client.query(fn("files:url"), { id: storageId })) as string;
    expect(await (await fetch(url)).text()).toBe("kept");
  });

  it("[FI7] are 404 at once when their bytes are gone from the disk", async () => {
    const dataDir = temporaryFolder();
    const host = await startHost({ dataDir });
    const client = httpClient(host);
    const uploadUrl = (await client.mutation(fn("files:uploadUrl"), {})) as string;
    const upload = await fetch(uploadUrl, { method: "POST", body: "lost" });
    const { storageId } = (await upload.json()) as { storageId: string };
    const url = (await client.query(fn("files:url"), { id: storageId })) as string;
    rmSync(join(dataDir, "storage", url.slice(url.lastIndexOf("/") + 1)));
    const lost = await fetch(url);
    expect([lost.status, lost.headers.get("cache-control")]).toEqual([404, null]);
    expect(await lost.json()).toMatchObject({ code: "FileNotFound" });
  });

  it("[FI2] an upload needs a token of this deployment", async () => {
    const host = await startHost();
    const refused = await fetch(`${host.url}/api/storage/upload?token=x.y`, { method: "POST", body: "no" });
    expect(refused.status).toBe(401);
  });

  it("[FI3] actions store and read blobs", async () => {
    const host = await startHost();
    const result = await httpClient(host).action(fn("files:roundTrip"), { text: "blob" });
    expect(result).toMatchObject({ text: "blob", type: "text/plain", gone: false });
  });
});

describe("HTTP actions", () => {
  it("[HA1] run on the site's origin and under /http of the API's", async () => {
    const host = await startHost();
    for (const base of [host.siteUrl, `${host.url}/http`]) {
      const response = await fetch(`${base}/echo`, { method: "POST", body: "abc" });
      expect([response.status, response.headers.get("x-path"), await response.text()]).toMatchObject([
        201,
        expect.stringMatching(/\/echo$/),
        "ABC",
      ]);
    }
    expect(await bodiesOf(host, "http")).toEqual(["abc", "abc"]);
  });

  it("[HA2] an unknown route is 404, a throwing one 500 with a request id", async () => {
    const host = await startHost();
    const missing = await fetch(`${host.siteUrl}/nowhere`);
    expect([missing.status, await missing.text()]).toEqual([404, "No HttpAction routed for /nowhere"]);
    const broken = await fetch(`${host.siteUrl}/broken`);
    expect(broken.status).toBe(500);
    expect(((await broken.json()) as { code: string }).code).toMatch(
      /^\[Request ID: [0-9a-f]{16}\] Server Error/,
    );
  });

  it("[HA3] a foreign Authorization header means nobody; a token of ours means somebody", async () => {
    const host = await startHost();
    const who = async (authorization: string) =>
      (await fetch(`${host.siteUrl}/who/me`, { headers: { authorization } })).json();
    expect(await who("Basic Zm9vOmJhcg==")).toEqual({ subject: null });
    expect(await who(`Bearer ${await tokenFor("ann")}`)).toEqual({ subject: "ann" });
  });
});

describe("the plain HTTP API", () => {
  it("[HT2] /api/run takes the path in the URL and speaks plain JSON", async () => {
    const host = await startHost();
    const response = await fetch(`${host.url}/api/run/messages/increment`, {
      method: "POST",
      body: JSON.stringify({ args: { name: "n" } }),
    });
    expect(await response.json()).toMatchObject({ status: "success", value: 1 });
  });

  it("[HT3] mirrors the caller's origin", async () => {
    const host = await startHost();
    const response = await fetch(`${host.url}/api/query`, {
      method: "OPTIONS",
      headers: {
        origin: "https://app.test",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.test");
    expect(response.headers.get("access-control-allow-headers")).toBe("content-type");
  });

  it("[AD1] lists tables and rows for the command line, with the admin key alone", async () => {
    const host = await startHost();
    await httpClient(host).mutation(fn("messages:send"), { channel: "a", body: "x" });
    const ask = async (path: string, args: object, authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(`${host.url}/api/query`, {
        method: "POST",
        headers,
        body: JSON.stringify({ path, args }),
      });
      return (await response.json()) as {
        status: string;
        value: { page: { name?: string; body?: string }[] };
      };
    };
    const key = `Convex ${host.adminKey}`;
    const paginationOpts = { numItems: 10, cursor: null };
    const tables = await ask("_system/cli/tables", { paginationOpts }, key);
    expect(tables.value.page.map(({ name }) => name)).toEqual(["counters", "messages", "things"]);
    const rows = await ask(
      "_system/cli/tableData",
      { table: "messages", order: "desc", paginationOpts },
      key,
    );
    expect(rows.value.page.map(({ body }) => body)).toEqual(["x"]);
    expect((await ask("_system/cli/tables", { paginationOpts })).status).toBe("error");
  });

  it("[AD2] environment variables change at run time and survive a restart", async () => {
    const dataDir = temporaryFolder();
    const first = await startHost({ dataDir, env: { GREETING: "hello" } });
    const watched = new Watched<string | null>();
    socketClient(first).onUpdate(fn("messages:environment"), {}, watched.onUpdate);
    await watched.until((value) => value === "hello");
    const response = await fetch(`${first.url}/api/update_environment_variables`, {
      method: "POST",
      headers: { authorization: `Convex ${first.adminKey}` },
      body: JSON.stringify({ changes: [{ name: "GREETING", value: "bonjour" }] }),
    });
    expect(response.status).toBe(200);
    await watched.until((value) => value === "bonjour");
    await first.stop();
    const second = await startHost({ dataDir, env: { GREETING: "hello" } });
    expect(await httpClient(second).query(fn("messages:environment"), {})).toBe("bonjour");
  });
});
