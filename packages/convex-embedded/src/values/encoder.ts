/**
 * From what a function wrote to the stored text in one step: for each table a function made for its validator, which
 * checks a document and writes its canonical JSON text while it walks over it. Walking over every document once for
 * each question (is it a value, are its names in order, is it too deep, does it match) was a sixth of a write.
 *
 * It answers null for whatever is not plain: values that JSON has not, texts of more than 64 KiB, and everything
 * that is wrong. Then the long way is gone (json.ts, size.ts, validator.ts), which also knows what to say. Equal to it by
 * a property test.
 */
import vm from "node:vm";
import type { ValidatorJSON } from "convex/values";
import { tableNumberOfId } from "./id.ts";
import { isFieldName, isPlainObject, quotedText } from "./json.ts";
import { commonTag, matches, type TableNumbers, tagValue } from "./matches.ts";
import { DOCUMENT_LIMITS } from "./size.ts";

export interface SystemFields {
  readonly _id: string;
  readonly _creationTime: number;
}

/** `document` with or without its system fields, which are taken from `system`. */
export type EncodeDocument = (document: object, system: SystemFields, tables: TableNumbers) => string | null;

const MAX_LENGTH = 64 * 1024;

const encoders = new WeakMap<ValidatorJSON, EncodeDocument | null>();

/** Null for tables whose documents always go the long way. */
export function encoderOf(validator: ValidatorJSON | null): EncodeDocument | null {
  if (validator === null) return null;
  let encoder = encoders.get(validator);
  if (encoder === undefined) {
    encoder = make(validator);
    encoders.set(validator, encoder);
  }
  return encoder;
}

function make(validator: ValidatorJSON): EncodeDocument | null {
  if (validator.type !== "object" || depthOf(validator) > DOCUMENT_LIMITS.maxNesting) return null;
  const writer = new Writer();
  const top = writer.document(validator);
  if (writer.isGivenUp) return null;
  const { objects, constants } = writer;
  const source = `${objects.join("\n")}\nreturn ${top};`;
  const build = vm.compileFunction(
    source,
    ["quoted", "isPlain", "isId", "recordOf", "constants", "onlyHas"],
    {
      filename: "convex-host-encoder.js",
    },
  ) as (...helpers: unknown[]) => (document: object, system: SystemFields, tables: TableNumbers) => string;
  const encode = build(quotedText, isPlainObject, isId, recordOf, constants, onlyHas);
  return (document, system, tables) => {
    const text = encode(document, system, tables);
    return text === null || text.length > MAX_LENGTH ? null : text;
  };
}

type ObjectValidator = Extract<ValidatorJSON, { type: "object" }>;

/** Writes JavaScript: one function per object, with each field's name in it, so that reading a field is cheap. */
class Writer {
  readonly objects: string[] = [];
  /** What cannot be written as text. */
  readonly constants: unknown[] = [];
  /** The validator allows what is not plain JSON, or a name that the long way has to refuse. */
  isGivenUp = false;
  #variables = 0;

  document(validator: ObjectValidator): string {
    return this.#object(validator, { isDocument: true });
  }

  #object(validator: ObjectValidator, { isDocument }: { isDocument: boolean }): string {
    const own = Object.keys(validator.value);
    const names = isDocument ? [...own, "_id", "_creationTime"] : own;
    if (own.length > DOCUMENT_LIMITS.maxFields || !names.every(isFieldName)) this.isGivenUp = true;
    if (isDocument && own.some((name) => name.startsWith("_") || name.length > 64)) this.isGivenUp = true;
    const body: string[] = [];
    for (const name of names.sort()) {
      const head = (comma: string) => JSON.stringify(`${comma}${JSON.stringify(name)}:`);
      const label = `(out === "" ? ${head("")} : ${head(",")})`;
      if (isDocument && name === "_id") body.push(`out += ${label} + '"' + system._id + '"';`);
      else if (isDocument && name === "_creationTime") body.push(`out += ${label} + system._creationTime;`);
      else {
        const field = validator.value[name];
        if (field === undefined) continue;
        const [read, text] = [this.#variable(), this.#variable()];
        body.push(
          `const ${read} = value[${JSON.stringify(name)}];`,
          `if (${read} === undefined) { ${field.optional ? "" : "return null;"} } else {`,
          `let ${text};`,
          this.#value(field.fieldType, { from: read, to: text }),
          `out += ${label} + ${text}; fields += 1; }`,
        );
      }
    }
    const known = this.#constant(new Set(names));
    const name = `object${this.objects.length}`;
    const parameters = isDocument ? "value, system, tables" : "value, tables";
    const system = isDocument ? ` + (value._id === undefined ? 0 : 2)` : "";
    this.objects.push(
      `function ${name}(${parameters}) {
        if (!isPlain(value)) return null;
        let out = "", fields = 0;
        ${body.join("\n")}
        if (Object.keys(value).length !== fields${system} && !onlyHas(value, ${known})) return null;
        return "{" + out + "}";
      }`,
    );
    return name;
  }

  /** Statements that put the text of `from` into `to`, or return null. */
  #value(validator: ValidatorJSON, { from, to }: { from: string; to: string }): string {
    const when = (isSo: string, text: string) => `if (!(${isSo})) return null; ${to} = ${text};`;
    switch (validator.type) {
      case "null":
        return when(`${from} === null`, `"null"`);
      case "number":
        return when(
          `typeof ${from} === "number" && ${from} - ${from} === 0 && (${from} !== 0 || 1 / ${from} > 0)`,
          `String(${from})`,
        );
      case "boolean":
        return when(`typeof ${from} === "boolean"`, `${from} ? "true" : "false"`);
      case "string":
        return `if (typeof ${from} !== "string") return null; ${to} = quoted(${from}); if (${to} === null) return null;`;
      case "id":
        return when(
          `typeof ${from} === "string" && isId(${from}, ${JSON.stringify(validator.tableName)}, tables)`,
          `'"' + ${from} + '"'`,
        );
      case "literal":
        return this.#literal(validator, when, from);
      case "array":
        return this.#array(validator.value, { from, to });
      case "object":
        return `${to} = ${this.#object(validator, { isDocument: false })}(${from}, tables); if (${to} === null) return null;`;
      case "record": {
        const inside = this.#helper(validator.values.fieldType);
        const record = `object${this.objects.length}`;
        this.objects.push(`const ${record} = recordOf(${this.#constant(validator.keys)}, ${inside});`);
        return `${to} = ${record}(${from}, tables); if (${to} === null) return null;`;
      }
      case "union":
        return this.#union(validator.value, { from, to });
      case "any":
      case "bigint":
      case "bytes":
      case "commitTs":
        this.isGivenUp = true;
        return "";
    }
  }

  #literal(
    { value }: Extract<ValidatorJSON, { type: "literal" }>,
    when: (isSo: string, text: string) => string,
    from: string,
  ): string {
    const isPlain =
      typeof value === "string"
        ? quotedText(value) !== null
        : typeof value === "boolean" || (typeof value === "number" && value !== 0);
    // Zero has two spellings, which the long way tells apart.
    if (!isPlain) this.isGivenUp = true;
    const literal = JSON.stringify(value);
    return when(`${from} === ${literal}`, JSON.stringify(literal));
  }

  #array(element: ValidatorJSON, { from, to }: { from: string; to: string }): string {
    const [at, one, text] = [this.#variable(), this.#variable(), this.#variable()];
    return `if (!Array.isArray(${from}) || ${from}.length > ${DOCUMENT_LIMITS.maxArrayLength}) return null;
      ${to} = "";
      for (let ${at} = 0; ${at} < ${from}.length; ${at} += 1) {
        const ${one} = ${from}[${at}];
        if (${one} === undefined) return null;
        let ${text};
        ${this.#value(element, { from: one, to: text })}
        ${to} += ${at} === 0 ? ${text} : "," + ${text};
      }
      ${to} = "[" + ${to} + "]";`;
  }

  #union(members: readonly ValidatorJSON[], { from, to }: { from: string; to: string }): string {
    const others = members.filter(({ type }) => type !== "null");
    const isNullable = others.length < members.length;
    const [only] = others;
    const text =
      only !== undefined && others.length === 1
        ? this.#value(only, { from, to })
        : this.#oneOf(others, { from, to });
    return isNullable ? `if (${from} === null) ${to} = "null"; else { ${text} }` : text;
  }

  #oneOf(members: readonly ValidatorJSON[], { from, to }: { from: string; to: string }): string {
    const words = members.map((member) => (member.type === "literal" ? member.value : null));
    if (words.every((word) => typeof word === "string" || (typeof word === "number" && word !== 0))) {
      const texts = this.#constant(
        new Map(
          words.map((word) => [word, typeof word === "string" ? quotedText(word) : JSON.stringify(word)]),
        ),
      );
      return `${to} = ${texts}.get(${from}) ?? null; if (${to} === null) return null;`;
    }
    const tag = commonTag(members);
    const helpers = members.map((member) => this.#helper(member));
    if (tag === null) {
      const tries = helpers.map((helper) => `if (${to} === null) ${to} = ${helper}(${from}, tables);`);
      return `${to} = null; ${tries.join(" ")} if (${to} === null) return null;`;
    }
    const cases = members.map(
      (member, at) =>
        `case ${JSON.stringify(tagValue(member, tag))}: ${to} = ${helpers[at]}(${from}, tables); break;`,
    );
    return `${to} = null;
      if (!isPlain(${from})) return null;
      switch (${from}[${JSON.stringify(tag)}]) { ${cases.join("\n")} }
      if (${to} === null) return null;`;
  }

  /** The value's text as a function, so that what does not match can be told from what does. */
  #helper(validator: ValidatorJSON): string {
    if (validator.type === "object") return this.#object(validator, { isDocument: false });
    const text = this.#variable();
    const body = this.#value(validator, { from: "value", to: text });
    const name = `object${this.objects.length}`;
    this.objects.push(`function ${name}(value, tables) { let ${text}; ${body} return ${text}; }`);
    return name;
  }

  #constant(value: unknown): string {
    this.constants.push(value);
    return `constants[${this.constants.length - 1}]`;
  }

  #variable(): string {
    this.#variables += 1;
    return `v${this.#variables}`;
  }
}

function isId(text: string, tableName: string, tables: TableNumbers): boolean {
  return tableNumberOfId(text) === (tables.tableNumberOf(tableName) ?? -1);
}

/** Fields whose value is undefined are no fields. */
function onlyHas(value: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): boolean {
  return Object.keys(value).every((name) => names.has(name) || value[name] === undefined);
}

type TextOf = (value: unknown, tables: TableNumbers) => string | null;

function recordOf(keys: ValidatorJSON, textOf: TextOf): TextOf {
  return (value, tables) => {
    if (!isPlainObject(value)) return null;
    const names = Object.keys(value).sort();
    if (names.length > DOCUMENT_LIMITS.maxFields) return null;
    let out = "";
    for (const name of names) {
      const field = value[name];
      if (field === undefined) continue;
      const text = isFieldName(name) && matches(keys, name, tables) ? textOf(field, tables) : null;
      if (text === null) return null;
      out += `${out === "" ? "" : ","}${JSON.stringify(name)}:${text}`;
    }
    return `{${out}}`;
  };
}

/** How deep its values can be. */
function depthOf(validator: ValidatorJSON): number {
  switch (validator.type) {
    case "array":
      return 1 + depthOf(validator.value);
    case "record":
      return 1 + depthOf(validator.values.fieldType);
    case "object":
      return 1 + Math.max(0, ...Object.values(validator.value).map(({ fieldType }) => depthOf(fieldType)));
    case "union":
      return Math.max(0, ...validator.value.map(depthOf));
    case "any":
    case "null":
    case "number":
    case "bigint":
    case "commitTs":
    case "boolean":
    case "string":
    case "bytes":
    case "literal":
    case "id":
      return 0;
  }
}
