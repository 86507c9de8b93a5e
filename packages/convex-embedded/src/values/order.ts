/** The total order of Convex values; `encodeKey` is the same order in bytes (property-tested against each other). */
export { compareValues } from "convex/values";
