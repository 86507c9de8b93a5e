/** fast-check arbitraries over Convex values, weighted towards the places where encodings break. */
import type { Value } from "convex/values";
import fc from "fast-check";

const wellFormedText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom("\0", "\x01", "\x02", "a", "\u00e9", "\uffff", "\u{1f600}"),
    maxLength: 4,
  }),
);

const float = fc.oneof(
  fc.double(),
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    5e-324,
    -5e-324,
  ),
);

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, 1n, -1n, 255n, 256n, -(2n ** 63n), 2n ** 63n - 1n),
);

const bytes = fc
  .uint8Array({ maxLength: 5, max: 255 })
  .map((array) => Uint8Array.from(array.map((byte) => (byte > 250 ? byte : byte % 4))).buffer);

const fieldName = fc
  .string({ unit: fc.constantFrom("a", "b", "_", "z", "1", " ", "~"), maxLength: 3 })
  .filter((name) => name !== "__proto__");

/** Any storable value, at most three levels deep. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), float, int64, wellFormedText, bytes),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fieldName, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

export const valueOrMissing: fc.Arbitrary<Value | undefined> = fc.option(anyValue, {
  nil: undefined,
  freq: 12,
});
