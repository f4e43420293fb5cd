import type { ComposeNode, ScalarNode } from "./compose-node.ts";
import { byteSize, oldByteSize, sizeProblem } from "./byte-size.ts";
import { durationOf, durationText } from "./duration.ts";
import { goText } from "./go-text.ts";
import { dollars, maskFor, type Json, type PrintOptions } from "./printed.ts";
import { refuseAt } from "./refuse-at.ts";
import type { Field } from "./shape.ts";
import { truth } from "./truth.ts";

/** A text; docker compose accepts no other value. */
export function printText(node: ComposeNode, path: string, options: PrintOptions): string {
  if (node.kind === "scalar" && typeof node.value === "string") return maskFor(node, options) ?? dollars(node.value);
  const actualType = node.kind === "scalar" ? `the ${typeof node.value} ${goText(node)}` : `a ${node.kind}`;
  throw refuseAt(node.place, `${path} must be a text, not ${actualType}`, "Put it in quotes.");
}

type ScalarField = Exclude<
  Extract<Field, string>,
  | "pairs"
  | "options"
  | "pool-options"
  | "environment"
  | "lists"
  | "hosts"
  | "texts"
  | "text-or-texts"
  | "scalars"
  | "test"
  | "ulimits"
  | "keys"
  | "command"
  | "extends"
>;

/** Keys whose text may be written as a number, and flags whose word may be a text. */
const alsoNumbers = /\.(?:published|uid|gid)$/;
/** Numbers that docker compose does not cut to whole ones. */
const fractions = /\.(?:cpus|cpu_percent|max_failure_ratio)$/;
const flagTexts = /\.(?:provenance|sbom)$/;

/** A single value in its printed form; undefined where docker compose leaves it out. */
export function printScalar(
  node: ScalarNode,
  field: ScalarField,
  path: string,
  options: PrintOptions,
): Json | undefined {
  const { value } = node;
  const masked = maskFor(node, options);
  const bad = (expectedType: string) =>
    refuseAt(node.place, `${path} must be ${expectedType}, not ${JSON.stringify(value)}`);
  switch (field) {
    case "text": {
      if (typeof value === "number" && alsoNumbers.test(path)) return masked ?? goText(node);
      if (typeof value === "boolean" && flagTexts.test(path)) return String(value);
      const text = printText(node, path, options);
      return text === "" && !path.endsWith(".kind") ? undefined : text;
    }
    case "flag":
    case "flag?": {
      const set = typeof value === "boolean" ? value : truth(goText(node));
      if (set === undefined) throw refuseAt(node.place, `${path}: invalid boolean: ${goText(node)}`);
      // Switches that are on where nothing is said: only what turns them off is printed.
      if (path.endsWith(".create_host_path") ? options.quirks.createsSources : path.endsWith("].required"))
        return set ? undefined : (masked ?? false);
      return set || field === "flag?" ? (masked ?? set) : undefined;
    }
    case "number":
    case "number?": {
      const number =
        typeof value === "number"
          ? value
          : typeof value === "string" && /^[-+]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(value)
            ? Number(value)
            : undefined;
      if (number === undefined) throw bad("a number");
      if (typeof value === "string" && path.endsWith(".tmpfs.mode"))
        throw refuseAt(
          node.place,
          `'${path}' expected type 'uint32', got unconvertible type 'string'`,
          "Write it without quotes.",
        );
      const roundedNumber = fractions.test(path) ? single(number) : Math.trunc(number);
      return roundedNumber === 0 && field === "number" ? undefined : (masked ?? roundedNumber);
    }
    case "bytes": {
      const bytes =
        typeof value === "number"
          ? // One with a point or an exponent says nothing to docker compose.
            node.isFraction === true
            ? 0
            : value
          : typeof value === "string"
            ? sizeOf(value, options)
            : undefined;
      if (bytes === undefined)
        throw refuseAt(
          node.place,
          `${path}: ${sizeProblem(goText(node), options.quirks.hasOldUnits)}`,
          "Write bytes, or such as 64m.",
        );
      return bytes === 0 && !path.endsWith(".rate") ? undefined : (masked ?? String(bytes));
    }
    case "duration":
    case "duration?": {
      const nanoseconds = typeof value === "string" ? durationOf(value, options.quirks.hasOldUnits) : undefined;
      if (nanoseconds === undefined)
        throw refuseAt(
          node.place,
          `${path}: time: invalid duration ${JSON.stringify(goText(node))}`,
          "Write such as 1m30s.",
        );
      return nanoseconds === 0 && field === "duration" ? undefined : (masked ?? durationText(nanoseconds));
    }
    case "count": {
      const count =
        value === "all"
          ? -1
          : typeof value === "number"
            ? value
            : /^\d{1,9}$/.test(goText(node))
              ? Number(value)
              : undefined;
      if (count === undefined) throw bad("a number or all");
      return count === 0 ? undefined : (masked ?? count);
    }
    case "mode": {
      const mode =
        typeof value === "number"
          ? value
          : typeof value === "string" && /^[0-7]{1,9}$/.test(value)
            ? Number.parseInt(value, 8)
            : undefined;
      if (mode === undefined) throw bad("a file mode such as 0440");
      if (node.isFraction === true && !options.quirks.numbersModes)
        throw refuseAt(node.place, `'${path}' unexpected value type float64 for mode`, "Write such as 0440.");
      return masked ?? (options.quirks.numbersModes ? Math.trunc(mode) : `0${mode.toString(8)}`);
    }
  }
}

/** Fractions are of single precision to docker compose. */
function single(number: number): number {
  if (Number.isInteger(number)) return number;
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === Math.fround(number)) return short;
  }
  return number;
}

function sizeOf(text: string, { quirks }: PrintOptions): number | undefined {
  // Unlimited, as a number; 5.6 accepts it in quotes too.
  if (text.startsWith("-")) return text === "-1" && quirks.takesQuotedMinusOne ? -1 : undefined;
  return quirks.hasOldUnits ? oldByteSize(text) : byteSize(text);
}
