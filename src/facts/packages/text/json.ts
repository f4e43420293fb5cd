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
  // Nearly every file is so small that there is nothing to find out.
  if (text.length > mostValues || hasManyBrackets(text)) checkShape(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it is no valid JSON");
  }
}

export function parseJsonObject(bytes: Uint8Array): JsonObject {
  const value = parseJson(bytes);
  if (!isObject(value)) throw new Error("it is no JSON object");
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Entries of an object; none of anything else. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

export function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** More than there are levels of the deepest. */
function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of "[{")
    for (let at = text.indexOf(bracket); at !== -1 && count <= deepest; at = text.indexOf(bracket, at + 1)) count++;
  return count > deepest;
}

/** 60 MB of `[],` become almost 2 GB of objects: what is too much is found out before they are made. */
function checkShape(text: string): void {
  let depth = 0;
  let objects = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x5b || code === 0x7b) {
      objects++;
      if (++depth > deepest) throw new Error("its JSON is nested too deeply");
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
