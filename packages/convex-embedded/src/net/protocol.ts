/** Messages of the sync WebSocket as they travel, and the encoding of timestamps (SPEC "Sync protocol"). */
import type { JSONValue } from "../values/json.ts";
import { ProtocolError } from "./messageReader.ts";

export interface AddQuery {
  readonly type: "Add";
  readonly queryId: number;
  readonly udfPath: string;
  readonly args: readonly JSONValue[];
  readonly journal: string | null;
}

export interface RemoveQuery {
  readonly type: "Remove";
  readonly queryId: number;
}

export type ClientMessage =
  | {
      readonly type: "Connect";
      readonly sessionId: string;
      readonly connectionCount: number;
      readonly lastCloseReason: string | null;
      readonly maxObservedTimestamp?: string;
      readonly clientTs?: number;
    }
  | {
      readonly type: "ModifyQuerySet";
      readonly baseVersion: number;
      readonly newVersion: number;
      readonly modifications: readonly (AddQuery | RemoveQuery)[];
    }
  | CallMessage
  | AuthenticateMessage
  | { readonly type: "Event"; readonly eventType: string };

export interface CallMessage {
  readonly type: "Mutation" | "Action";
  readonly requestId: number;
  readonly udfPath: string;
  readonly args: readonly JSONValue[];
}

export type AuthenticateMessage = { readonly type: "Authenticate"; readonly baseVersion: number } & (
  | { readonly tokenType: "None" }
  | { readonly tokenType: "User"; readonly value: string }
  | {
      readonly tokenType: "Admin";
      readonly value: string;
      readonly impersonating?: Readonly<Record<string, JSONValue>>;
    }
);

export interface StateVersion {
  readonly querySet: number;
  readonly identity: number;
  readonly ts: bigint;
}

/** base64 of 8 bytes, little-endian. */
export function encodeTs(ts: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(ts);
  return bytes.toString("base64");
}

export function decodeTs(text: string): bigint {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 8) throw new ProtocolError("Received a malformed timestamp.");
  return bytes.readBigUInt64LE();
}

export function encodeVersion(version: StateVersion): string {
  return `{"querySet":${version.querySet},"identity":${version.identity},"ts":"${encodeTs(version.ts)}"}`;
}
