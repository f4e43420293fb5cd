import { isNull, type ComposeNode } from "./compose-node.ts";
import { goText } from "./go-text.ts";
import { printHosts, printLists, printPairs } from "./print-pairs.ts";
import { printScalar, printText } from "./print-scalar.ts";
import { dollars, maskFor, type Json, type PrintOptions } from "./printed.ts";
import { refuseAt } from "./refuse-at.ts";
import { shellWords } from "./shell-words.ts";
import type { Field, Shape } from "./shape.ts";

/** Docker compose's JSON has `Path` and `Rate` here, though its files say `path` and `rate`. */
const capitalized = /\.blkio_config\.(?:device|weight)_[a-z_]+\[\d+\]$/;

/** A map whose keys are known; `x-` keys are not printed, as in docker compose's own JSON. */
export function printObject(node: ComposeNode | undefined, shape: Shape, path: string, options: PrintOptions): Json {
  if (node !== undefined && !isNull(node) && node.kind !== "map")
    throw refuseAt(node.place, `${path} must be a mapping`);
  const entries = node?.kind === "map" ? node.entries : new Map<string, ComposeNode>();
  for (const [key, value] of entries)
    if (!Object.hasOwn(shape, key) && !key.startsWith("x-"))
      throw refuseAt(value.place, `${path}: additional properties '${key}' not allowed`, "Correct or remove it.");
  const out: [string, Json][] = [];
  for (const [key, field] of Object.entries(shape)) {
    const printed = printField(entries.get(key), field, `${path}.${key}`, options);
    if (printed !== undefined)
      out.push([capitalized.test(path) ? `${key.charAt(0).toUpperCase()}${key.slice(1)}` : key, printed]);
  }
  return Object.fromEntries(out);
}

/** One value in its printed form; undefined where docker compose leaves it out. */
function printField(
  node: ComposeNode | undefined,
  field: Field,
  path: string,
  options: PrintOptions,
): Json | undefined {
  if (typeof field === "object") return printShaped(node, field, path, options);
  if (field === "command") return printCommand(node, path, options);
  if (node === undefined || isNull(node) || field === "extends") return undefined;
  switch (field) {
    case "pairs":
    case "options":
    case "pool-options":
    case "environment":
      return printPairs(node, field, path, options);
    case "keys":
    case "lists":
      return printLists(node, field, path, options);
    case "hosts":
      return printHosts(node, path, options);
    case "texts":
    case "text-or-texts":
    case "scalars":
      return printTexts(node, field, path, options);
    case "test":
      return node.kind === "scalar"
        ? ["CMD-SHELL", printText(node, path, options)]
        : printTexts(node, "texts", path, options);
    case "port":
      if (node.kind === "scalar" && typeof node.value === "string" && /^\d{1,5}-\d{1,5}$/.test(node.value))
        return node.value;
      return printField(node, "number", path, options);
    case "ulimits":
      return printUlimits(node, path, options);
    default:
      if (node.kind !== "scalar")
        throw refuseAt(node.place, `${path} must be a ${field.replace("?", "")}, not a ${node.kind}`);
      return printScalar(node, field, path, options);
  }
}

function printShaped(
  node: ComposeNode | undefined,
  field: Exclude<Field, string>,
  path: string,
  options: PrintOptions,
): Json | undefined {
  if ("always" in field) return printObject(node, field.always, path, options);
  if (node === undefined || isNull(node)) return undefined;
  if ("object" in field) return printObject(node, field.object, path, options);
  if ("list" in field) {
    if (node.kind !== "list") throw refuseAt(node.place, `${path} must be a list`);
    if (node.items.length === 0) return undefined;
    return node.items.map((item, at) => printObject(item, field.list, `${path}[${at}]`, options));
  }
  if (node.kind !== "map") throw refuseAt(node.place, `${path} must be a mapping`);
  if (node.entries.size === 0) return undefined;
  return Object.fromEntries(
    [...node.entries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [
        dollars(name),
        isNull(value) ? null : printObject(value, field.named, `${path}.${name}`, options),
      ]),
  );
}

/** Null where nothing is said; an empty list clears the image's. */
function printCommand(node: ComposeNode | undefined, path: string, options: PrintOptions): Json {
  if (node === undefined || isNull(node)) return null;
  if (node.kind === "list") return node.items.map((item) => printText(item, path, options));
  if (node.kind === "map" || typeof node.value !== "string")
    throw refuseAt(node.place, `${path} must be a text or a list`);
  const words = shellWords(node.value);
  if (words === undefined)
    throw refuseAt(node.place, `${path}: invalid command line string`, "Close its quotes and brackets.");
  const masked = maskFor(node, options);
  return masked === undefined ? words.map(dollars) : [masked];
}

function printTexts(
  node: ComposeNode,
  field: "texts" | "text-or-texts" | "scalars",
  path: string,
  options: PrintOptions,
): Json | undefined {
  if (node.kind === "scalar" && field === "text-or-texts") return [printText(node, path, options)];
  if (node.kind !== "list") throw refuseAt(node.place, `${path} must be a list`);
  if (node.items.length === 0) return undefined;
  return node.items.map((item) =>
    field === "scalars" && item.kind === "scalar" && typeof item.value === "number"
      ? (maskFor(item, options) ?? goText(item))
      : printText(item, path, options),
  );
}

function printUlimits(node: ComposeNode, path: string, options: PrintOptions): Json | undefined {
  if (node.kind !== "map") throw refuseAt(node.place, `${path} must be a mapping`);
  if (node.entries.size === 0) return undefined;
  return Object.fromEntries(
    [...node.entries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => {
        if (value.kind === "map") {
          const { soft, hard } = Object.fromEntries(value.entries);
          if (soft === undefined || hard === undefined)
            throw refuseAt(value.place, `${path}.${name} must have both soft and hard`);
          return [name, printObject(value, { soft: "number", hard: "number" }, `${path}.${name}`, options)];
        }
        if (value.kind === "scalar" && value.isFraction === true)
          throw refuseAt(
            value.place,
            `${path}.${name}: invalid type float64 for ${options.quirks.createsSources ? "ulimits" : "external"}`,
            "Write a whole number.",
          );
        const printedNumber =
          value.kind === "scalar" ? printScalar(value, "number?", `${path}.${name}`, options) : undefined;
        if (printedNumber === undefined)
          throw refuseAt(value.place, `${path}.${name} must be a whole number or a mapping`);
        return [name, printedNumber === 0 ? {} : printedNumber];
      }),
  );
}
