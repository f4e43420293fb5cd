const limits = {
  /** Objects and lists: `[{},{}` takes thirty times its own size. A report of 50 MB has half as many. */
  objects: 1_000_000,
  /** Values: the map of an image with 250,000 files has half as many. */
  values: 6_000_000,
} as const;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];

/**
 * The value of an untrusted JSON text, unless it would take many times its own size in memory. Throws the error of `refuse`: too many
 * values, or no JSON.
 */
export function boundedJson(text: string, refuse: (problem: string) => Error): unknown {
  let [objects, values] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) at = endOfString(text, at);
    else if (unit === comma) values++;
    else if (unit === 0x5b || unit === 0x7b) objects++;
    if (objects > limits.objects)
      throw refuse(`it has more than ${limits.objects.toLocaleString("en")} objects and lists`);
    if (values > limits.values) throw refuse(`it has more than ${limits.values.toLocaleString("en")} values`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's message quotes the text, which may hold secrets.
    const [position = ""] = /at position \d{1,10}/.exec(String(cause)) ?? [];
    throw refuse(`it is not JSON ${position}`.trimEnd());
  }
}

/** Offset of the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === backslash) at++;
    else if (unit === quote) return at;
  }
  return text.length;
}
