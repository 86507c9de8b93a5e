/** From the text of a frame to a message whose every field is what its type says. */
import {
  args,
  asFields,
  type Fields,
  isAbsent,
  list,
  malformed,
  natural,
  object,
  ProtocolError,
  text,
} from "./messageReader.ts";
import type { AddQuery, AuthenticateMessage, CallMessage, ClientMessage, RemoveQuery } from "./protocol.ts";

const MAX_SESSION_ID_LENGTH = 256;
const MAX_PATH_LENGTH = 1_024;

type Message<T extends ClientMessage["type"]> = Extract<ClientMessage, { type: T }>;

const READERS: Readonly<Record<ClientMessage["type"], (fields: Fields) => ClientMessage>> = {
  Connect: readConnect,
  ModifyQuerySet: readModifyQuerySet,
  Mutation: (fields) => readCall("Mutation", fields),
  Action: (fields) => readCall("Action", fields),
  Authenticate: readAuthenticate,
  Event: (fields) => ({ type: "Event", eventType: text(fields, "eventType") }),
};

/** Throws ProtocolError for whatever no official client sends. */
export function parseClientMessage(frame: string): ClientMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame);
  } catch {
    throw new ProtocolError("Received a message that is no JSON.");
  }
  const fields = asFields(parsed, "a message");
  const { type } = fields;
  if (typeof type !== "string" || !Object.hasOwn(READERS, type)) {
    throw new ProtocolError(
      `Received a message of unknown type ${String(JSON.stringify(type)).slice(0, 50)}.`,
    );
  }
  return READERS[type as ClientMessage["type"]](fields);
}

function readConnect(fields: Fields): Message<"Connect"> {
  const { clientTs } = fields;
  if (!isAbsent(fields, "clientTs") && !Number.isFinite(clientTs)) throw malformed("clientTs", "a number");
  return {
    type: "Connect",
    sessionId: text(fields, "sessionId", MAX_SESSION_ID_LENGTH),
    connectionCount: natural(fields, "connectionCount"),
    lastCloseReason: isAbsent(fields, "lastCloseReason") ? null : text(fields, "lastCloseReason"),
    ...(isAbsent(fields, "maxObservedTimestamp")
      ? {}
      : { maxObservedTimestamp: text(fields, "maxObservedTimestamp") }),
    ...(typeof clientTs === "number" ? { clientTs } : {}),
  };
}

function readModifyQuerySet(fields: Fields): Message<"ModifyQuerySet"> {
  return {
    type: "ModifyQuerySet",
    baseVersion: natural(fields, "baseVersion"),
    newVersion: natural(fields, "newVersion"),
    modifications: list(fields, "modifications").map(readModification),
  };
}

function readModification(value: unknown): AddQuery | RemoveQuery {
  const fields = asFields(value, "a modification");
  const queryId = natural(fields, "queryId");
  switch (fields["type"]) {
    case "Remove":
      return { type: "Remove", queryId };
    case "Add":
      return {
        type: "Add",
        queryId,
        udfPath: text(fields, "udfPath", MAX_PATH_LENGTH),
        args: args(fields),
        journal: isAbsent(fields, "journal") ? null : text(fields, "journal"),
      };
    default:
      throw malformed("modifications", "a list of Add and Remove");
  }
}

function readCall(type: CallMessage["type"], fields: Fields): CallMessage {
  return {
    type,
    requestId: natural(fields, "requestId"),
    udfPath: text(fields, "udfPath", MAX_PATH_LENGTH),
    args: args(fields),
  };
}

function readAuthenticate(fields: Fields): AuthenticateMessage {
  const common = { type: "Authenticate", baseVersion: natural(fields, "baseVersion") } as const;
  switch (fields["tokenType"]) {
    case "None":
      return { ...common, tokenType: "None" };
    case "User":
      return { ...common, tokenType: "User", value: text(fields, "value") };
    case "Admin":
      return {
        ...common,
        tokenType: "Admin",
        value: text(fields, "value"),
        ...(isAbsent(fields, "impersonating") ? {} : { impersonating: object(fields, "impersonating") }),
      };
    default:
      throw malformed("tokenType", "None, User or Admin");
  }
}
