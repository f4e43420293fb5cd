/** Fields whose text is ours, from a closed set; every other text may come from an image, a log or a file name. */
const ours = new Set([
  "kind",
  "verdict",
  "severity",
  "practice",
  "rule",
  "applicability",
  "outcome",
  "strength",
  "how",
  "field",
  "status",
  "name@tool",
  "required",
  "soft",
  "unused",
  "addCapabilities",
  "writablePaths@before",
  "diffId",
  "digest@layers",
  "password@accounts",
  "in@place",
  "by@suppressed",
  "change",
  "what",
]);

/** The value with `venom` put before and after every text that is not ours. */
export function poison<T>(value: T, venom: string, key = "", parent = ""): T {
  if (ours.has(key) || ours.has(`${key}@${parent}`)) return value;
  if (typeof value === "string") return `${venom}${value}${venom}` as T;
  if (Array.isArray(value)) return value.map((item: unknown) => poison(item, venom, key, parent)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => [name, poison(item, venom, name, key)]),
  ) as T;
}
