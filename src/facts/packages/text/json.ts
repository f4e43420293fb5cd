import { isObject } from "../../../formats/json/values.ts";
export type JsonObject = Readonly<Record<string, unknown>>;

// Real files stay far below: npm 6 nested two levels for each level of packages; a lock file of 30 MB has 1.5 million values in 400,000 objects.
const deepest = 1_000;
const mostObjects = 1_500_000;
/** Values, counted by the commas between them. */
export const mostValues = 4_000_000;

/** Parses a stranger's JSON. A byte order mark is fine. Throws a short reason without any of the content in it. */
export function parseJson(bytes: Uint8Array): unknown {
  return parseJsonText(decoder.decode(bytes));
}

const decoder = new TextDecoder();

/** As `parseJson`, for text that is decoded already. */
export function parseJsonText(text: string): unknown {
  const brackets = bracketsIn(text);
  if (brackets > mostObjects || text.length > mostValues) checkShape(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (brackets > deepest) checkShape(text);
    throw new Error("it is not valid JSON");
  }
  if (brackets > deepest) checkDepth(value);
  return value;
}

export function parseJsonObject(bytes: Uint8Array): JsonObject {
  const value = parseJson(bytes);
  if (!isObject(value)) throw new Error("it is not a JSON object");
  return value;
}

/** Entries of an object; none of anything else. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

export function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** At least as many as there are objects, and levels of them: nearly every file is known to be harmless by that. Counts no further than needed. */
function bracketsIn(text: string): number {
  let count = 0;
  for (const bracket of "[{")
    for (let at = text.indexOf(bracket); at !== -1 && count <= mostObjects; at = text.indexOf(bracket, at + 1)) count++;
  return count;
}

function checkDepth(value: unknown): void {
  let level = [value].filter(isCompound);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > deepest) throw new Error(tooDeep);
    level = level.flatMap((compound) => Object.values(compound).filter(isCompound));
  }
}

function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

const tooDeep = "its JSON is nested too deeply";

/** 60 MB of `[],` become almost 2 GB of objects: the limit is checked before they are created. */
function checkShape(text: string): void {
  let depth = 0;
  let objects = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x5b || code === 0x7b) {
      objects++;
      if (++depth > deepest) throw new Error(tooDeep);
    } else if (code === 0x5d || code === 0x7d) depth--;
    else if (code === 0x2c) values++;
  }
  if (objects > mostObjects || values > mostValues) throw new Error("its JSON has too many values");
}

/** Where the string that opens at `at` has its closing quote; the text's end when it has none. */
export function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x5c) end++;
    else if (code === 0x22) return end;
  }
  return text.length;
}
