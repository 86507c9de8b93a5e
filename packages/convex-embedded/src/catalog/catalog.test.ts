import fc from "fast-check";
import { expect, test } from "vitest";
import { keyText } from "../store/readSet.ts";
import { anyValue, valueOrMissing } from "../values/arbitraries.test-support.ts";
import type { Value } from "../values/json.ts";
import { encodeFullKey } from "../values/key.ts";
import {
  documentKey,
  documentKeyText,
  documentKeyTexts,
  equalKeyText,
  type IndexInfo,
  indexPrefix,
} from "./catalog.ts";

const index = (number: number, fields: readonly string[]): IndexInfo => ({
  number,
  tableNumber: 10_001,
  name: `index${number}`,
  fields,
  isStaged: false,
  prefix: indexPrefix(number),
});
const byId = index(1, ["_id"]);
const byCreationTime = index(2, ["_creationTime", "_id"]);
const table = {
  number: 10_001,
  name: "rows",
  byId,
  byCreationTime,
  indexes: [
    byId,
    byCreationTime,
    index(3, ["a", "_creationTime", "_id"]),
    index(300, ["b.c", "a", "b", "_creationTime", "_id"]),
  ],
  searchIndexes: [],
  vectorIndexes: [],
  validator: null,
};

const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({
    unit: fc.constantFrom("\0", "\x01", "\x02", "\x1f", " ", "~", "\x7f", "\u0080"),
    maxLength: 4,
  }),
  fc.string({ minLength: 60, maxLength: 70 }),
);
const field = fc.oneof(word, valueOrMissing);

test("the keys of a document, put together from texts, are those that are encoded one by one", () => {
  fc.assert(
    fc.property(field, fc.oneof(field, fc.record({ c: anyValue })), fc.double(), (a, b, _creationTime) => {
      const document = { _id: "id", _creationTime, ...(a === undefined ? {} : { a }), b } as Record<
        string,
        Value
      >;
      const encoded = table.indexes.map((one) => keyText(documentKey(one, document)));
      expect(documentKeyTexts(table, document)).toEqual(encoded);
      expect(table.indexes.map((one) => documentKeyText(one, document))).toEqual(encoded);
    }),
    { numRuns: 400 },
  );
});

test("what keys with equal first fields begin with is the encoded key of these fields", () => {
  const values = fc.array(fc.oneof(field, fc.double()), { maxLength: 3 });
  fc.assert(
    fc.property(values, (equal) => {
      expect(equalKeyText(byId, equal)).toBe(keyText(encodeFullKey(byId.prefix, equal)));
    }),
    { numRuns: 400 },
  );
});
