/** Uploading to and serving from file storage. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { base64Digest } from "../code/serviceSyscalls.ts";
import type { FileService } from "../engine/fileService.ts";
import { FileContentError, parseRange } from "../files/index.ts";
import type { Database } from "../store/database.ts";
import { ReadTx } from "../store/readTx.ts";
import { type Exchange, HttpError } from "./exchange.ts";

const PREFIX = "/api/storage/";

export interface FileRoutesInput {
  readonly files: FileService;
  readonly database: Database;
}

/** POST /api/storage/upload?token= with the file as body. */
export async function uploadFile(
  { files, maxUploadBytes }: Pick<FileRoutesInput, "files"> & { readonly maxUploadBytes: number },
  exchange: Exchange,
): Promise<void> {
  const giveBack = files.uploadTokens.redeem(exchange.url.searchParams.get("token") ?? "");
  if (giveBack === null) {
    throw new HttpError(401, "InvalidUploadToken", "The upload URL is not valid, has expired or was used.");
  }
  const { headers } = exchange.request;
  const digest = /^sha-256=(.+)$/.exec(String(headers["digest"] ?? ""))?.[1];
  try {
    const storageId = await files.put(exchange.chunks(maxUploadBytes), {
      contentType: headers["content-type"] ?? null,
      ...(digest === undefined ? {} : { expectedSha256: base64Digest(digest) }),
    });
    exchange.jsonText(200, JSON.stringify({ storageId }));
  } catch (error) {
    giveBack();
    if (error instanceof FileContentError) throw new HttpError(400, "BadUpload", error.message);
    throw error;
  }
}

/** GET /api/storage/<key>, whole or a range. */
export async function serveFile({ files, database }: FileRoutesInput, exchange: Exchange): Promise<void> {
  const key = exchange.url.pathname.slice(PREFIX.length);
  const metadata = lookUp({ files, database }, key);
  if (metadata === null) throw new HttpError(404, "FileNotFound", `File ${key} not found.`);
  const { size, contentType, sha256 } = metadata;
  // whoever was promised bytes that are gone (a folder restored without its storage) would wait for them
  if ((await files.store.size(key)) === null)
    throw new HttpError(404, "FileNotFound", `The content of file ${key} is not in the storage.`);
  const range = parseRange(exchange.request.headers.range, size);
  const { response } = exchange;
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Cache-Control", "private, max-age=2592000");
  response.setHeader("Digest", `sha-256=${base64Digest(sha256)}`);
  // Stored content is the users': it must not run as a page of this origin.
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  if (contentType !== null) response.setHeader("Content-Type", contentType);
  if (range === "unsatisfiable") {
    response.writeHead(416, { "Content-Range": `bytes */${size}` }).end();
    return;
  }
  const length = range === null ? size : range.end - range.start + 1;
  response.setHeader("Content-Length", length);
  if (range !== null) response.setHeader("Content-Range", `bytes ${range.start}-${range.end}/${size}`);
  response.writeHead(range === null ? 200 : 206);
  const stream =
    exchange.method === "HEAD" || size === 0 ? null : await files.store.read(key, range ?? undefined);
  if (stream === null) response.end();
  else await pipeline(Readable.fromWeb(stream as unknown as NodeReadableStream), response);
}

function lookUp({ files, database }: FileRoutesInput, key: string) {
  const snapshot = database.snapshot();
  try {
    const tx = new ReadTx({ ...snapshot, snapshotTs: snapshot.ts, readSet: null });
    const id = files.idOf(tx, key);
    return id === null ? null : files.metadata(tx, id);
  } finally {
    snapshot.release();
  }
}
