/** Keys whose texts are for people and may change between versions; in a list each item. */
const textKeys = new Set(
  "message title why reason detail statement hint notChecked summary headline notes doubts problem".split(" "),
);

export interface TextChange {
  /** Key of the text. */
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

export interface Differences {
  /** Anything but a text: `findings.3.severity: "error", now "warning"`. */
  readonly wrong: readonly string[];
  /** In the order of their first appearance, each once. */
  readonly texts: readonly TextChange[];
}

/** Compares two normalized reports. */
export function differencesOf(before: unknown, after: unknown): Differences {
  const wrong: string[] = [];
  const texts = new Map<string, TextChange>();
  compare(before, after, [], "");
  return { wrong, texts: [...texts.values()] };

  function compare(a: unknown, b: unknown, path: readonly string[], key: string): void {
    if (Object.is(a, b)) return;
    if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
      return a.forEach((item, at) => compare(item, b[at], [...path, `${at}`], key));
    if (isObject(a) && isObject(b)) {
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
        compare(a[name], b[name], [...path, name], name);
      return;
    }
    if (typeof a === "string" && typeof b === "string" && textKeys.has(key))
      texts.set(JSON.stringify([key, a, b]), { key, before: a, after: b });
    else wrong.push(`${path.join(".")}: ${shown(a)}, now ${shown(b)}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  return (JSON.stringify(value) ?? "nothing").slice(0, 200);
}
