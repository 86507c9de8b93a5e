/** Syscalls for scheduling and files: in transactions they are part of it, in actions each is its own transaction. */
import type { FileService } from "../engine/fileService.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import type { Writer } from "../engine/writer.ts";
import type { Database } from "../store/database.ts";
import { ReadTx } from "../store/readTx.ts";
import type { WriteTx } from "../store/writeTx.ts";
import type { Execution } from "./execution.ts";
import {
  functionPath,
  type JsSyscall,
  type JsSyscallTable,
  type Syscall,
  type SyscallArgs,
  SyscallError,
  type SyscallTable,
  scopeOf,
  textArg,
  writeTx,
} from "./syscalls.ts";

export interface ServiceHost {
  readonly database: Database;
  readonly writer: Writer;
  readonly scheduler: Scheduler;
  readonly files: FileService;
}

export function transactionServices({ scheduler, files }: ServiceHost): SyscallTable {
  return new Map<string, Syscall>([
    [
      "1.0/schedule",
      (execution, args) => schedule(scheduler, writeTx(execution, "schedule"), { execution, args }),
    ],
    [
      "1.0/cancel_job",
      (execution, args) => {
        scheduler.cancel(
          writeTx(execution, "cancel"),
          textArg(args, "id"),
          execution.caller.scheduledFunctionId,
        );
        return "null";
      },
    ],
    [
      "1.0/storageGetUrl",
      (execution, args) =>
        JSON.stringify(files.url(scopeOf(execution, "getUrl").tx, textArg(args, "storageId"))),
    ],
    [
      "1.0/storageGetMetadata",
      (execution, args) =>
        JSON.stringify(files.metadata(scopeOf(execution, "getMetadata").tx, textArg(args, "storageId"))),
    ],
    [
      "1.0/storageGenerateUploadUrl",
      (execution) => {
        writeTx(execution, "generateUploadUrl");
        return JSON.stringify(files.uploadUrl());
      },
    ],
    [
      "1.0/storageDelete",
      (execution, args) => {
        files.remove(writeTx(execution, "delete"), textArg(args, "storageId"));
        return "null";
      },
    ],
  ]);
}

export function actionServices(host: ServiceHost): SyscallTable {
  const { writer, scheduler, files } = host;
  return new Map<string, Syscall>([
    [
      "1.0/actions/schedule",
      (execution, args) => writer.write((tx) => schedule(scheduler, tx, { execution, args })),
    ],
    [
      "1.0/actions/cancel_job",
      async (_execution, args) => {
        await writer.write((tx) => scheduler.cancel(tx, textArg(args, "id"), null));
        return "null";
      },
    ],
    [
      "1.0/storageGetUrl",
      (_execution, args) => JSON.stringify(read(host, (tx) => files.url(tx, textArg(args, "storageId")))),
    ],
    [
      "1.0/storageGetMetadata",
      (_execution, args) =>
        JSON.stringify(read(host, (tx) => files.metadata(tx, textArg(args, "storageId")))),
    ],
    ["1.0/storageGenerateUploadUrl", () => JSON.stringify(files.uploadUrl())],
    [
      "1.0/storageDelete",
      async (_execution, args) => {
        await writer.write((tx) => files.remove(tx, textArg(args, "storageId")));
        return "null";
      },
    ],
  ]);
}

export function blobServices(host: ServiceHost): JsSyscallTable {
  const { files } = host;
  return new Map<string, JsSyscall>([
    [
      "storage/storeBlob",
      async (_execution, { blob, options }) => {
        if (!(blob instanceof Blob)) throw new SyscallError("store() expects a Blob.");
        const sha256 = (options as { sha256?: string } | undefined)?.sha256;
        return files.put(blob.stream(), {
          contentType: blob.type === "" ? null : blob.type,
          ...(sha256 === undefined ? {} : { expectedSha256: base64Digest(sha256) }),
        });
      },
    ],
    [
      "storage/getBlob",
      async (_execution, { storageId }) => {
        if (typeof storageId !== "string") throw new SyscallError("Invalid argument `storageId`.");
        const found = read(host, (tx) => ({
          metadata: files.metadata(tx, storageId),
          key: files.key(tx, storageId),
        }));
        if (found.metadata === null || found.key === null) return null;
        const stream = await files.store.read(found.key);
        if (stream === null) return null;
        const bytes = await new Response(stream).arrayBuffer();
        return new Blob([bytes], { type: found.metadata.contentType ?? "" });
      },
    ],
  ]);
}

/** Callers announce digests in hexadecimal or base64. */
export function base64Digest(digest: string): string {
  return /^[0-9a-f]{64}$/i.test(digest) ? Buffer.from(digest, "hex").toString("base64") : digest;
}

function schedule(
  scheduler: Scheduler,
  tx: WriteTx,
  { execution, args }: { execution: Execution; args: SyscallArgs },
): string {
  const ts = args["ts"];
  if (typeof ts !== "number" || !Number.isFinite(ts))
    throw new SyscallError("Invalid time to schedule a function at.");
  const id = scheduler.schedule(tx, {
    path: functionPath(args),
    args: args["args"] ?? {},
    atMs: ts * 1000,
    parentJobId: execution.caller.scheduledFunctionId,
  });
  return JSON.stringify(id);
}

function read<T>({ database }: ServiceHost, from: (tx: ReadTx) => T): T {
  const snapshot = database.snapshot();
  try {
    return from(new ReadTx({ ...snapshot, snapshotTs: snapshot.ts, readSet: null }));
  } finally {
    snapshot.release();
  }
}
