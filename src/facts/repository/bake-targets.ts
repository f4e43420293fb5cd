import { parseJsonText } from "../packages/text/json.ts";
import { isObject } from "../../formats/json/values.ts";

/** A target of a file of bake. */
export interface BakeTarget {
  readonly at: number;
  readonly dockerfile: string;
  /** Undefined where it is not one string of the file. */
  readonly context: string | undefined;
}

interface Keys {
  readonly at: number;
  readonly dockerfile?: string;
  readonly context?: string;
  readonly isInline: boolean;
  /** Values that are no plain strings. */
  readonly isOpen: boolean;
  readonly inherits: readonly string[];
}

/** More than any file has; a longer chain of parents is a circle. */
const mostTargets = 500;
const longestChain = 20;

/** The builds of the targets, inherited fields included (https://docs.docker.com/build/bake/reference/). */
export function bakeTargets(name: string, text: string): readonly BakeTarget[] {
  const targets = name.endsWith(".hcl") ? hclTargets(text) : jsonTargets(text);
  return [...targets.values()].flatMap((keys) => {
    if (keys.isInline) return [];
    const dockerfile = valueOf(keys, "dockerfile", targets);
    const context = valueOf(keys, "context", targets);
    if (dockerfile === null) return [];
    const folder = context === null ? undefined : (context ?? ".");
    return [{ at: keys.at, dockerfile: `${folder ?? "$"}/${dockerfile ?? "Dockerfile"}`, context: folder }];
  });
}

/** Null where it is not known. Of parents, the last counts. */
function valueOf(
  keys: Keys,
  key: "dockerfile" | "context",
  targets: ReadonlyMap<string, Keys>,
  chain = 0,
): string | null | undefined {
  if (keys[key] !== undefined) return keys[key];
  if (keys.isOpen || chain > longestChain) return null;
  for (const parent of keys.inherits.toReversed()) {
    const parentTarget = targets.get(parent);
    const value = parentTarget === undefined ? null : valueOf(parentTarget, key, targets, chain + 1);
    if (value !== undefined) return value;
  }
  return undefined;
}

const head = /^target[ \t]{1,8}"?([\w.-]{1,100})"?[ \t]{0,8}\{/;
const setting = /^[ \t]{1,20}(dockerfile|context|inherits|dockerfile-inline)[ \t]{0,20}=[ \t]{0,20}(.{0,2000})/;

function hclTargets(text: string): ReadonlyMap<string, Keys> {
  const targets = new Map<string, Keys>();
  let name: string | undefined;
  let start = 0;
  let at = 0;
  let values = new Map<string, string>();
  for (const line of text.split("\n")) {
    if (name === undefined) {
      [name, start, values] = [head.exec(line)?.[1], at, new Map()];
    } else if (line.startsWith("}")) {
      if (targets.size < mostTargets) targets.set(name, hclKeys(start, values));
      name = undefined;
    } else {
      const [, key, value = ""] = setting.exec(line) ?? [];
      if (key !== undefined && !values.has(key)) values.set(key, value);
    }
    at += line.length + 1;
  }
  return targets;
}

/** A list of parents over several lines is unknown. */
function hclKeys(at: number, values: ReadonlyMap<string, string>): Keys {
  const plain = (key: string): string | undefined => /^"([^"]*)"/.exec(values.get(key) ?? "")?.[1];
  const [dockerfile, context, parents] = [plain("dockerfile"), plain("context"), values.get("inherits") ?? "[]"];
  return {
    at,
    isInline: values.has("dockerfile-inline"),
    isOpen:
      (dockerfile === undefined && values.has("dockerfile")) ||
      (context === undefined && values.has("context")) ||
      !parents.includes("]"),
    inherits: parents.split('"').filter((_, index) => index % 2 === 1),
    ...(dockerfile !== undefined && { dockerfile }),
    ...(context !== undefined && { context }),
  };
}

function jsonTargets(text: string): ReadonlyMap<string, Keys> {
  const targets = new Map<string, Keys>();
  let file: unknown;
  try {
    file = parseJsonText(text);
  } catch {
    return targets;
  }
  const targetEntries =
    isObject(file) && isObject(file["target"]) ? Object.entries(file["target"]).slice(0, mostTargets) : [];
  for (const [name, target] of targetEntries) {
    if (!isObject(target)) continue;
    const { dockerfile, context, inherits } = target;
    targets.set(name, {
      at: Math.max(0, text.indexOf(`"${name}"`)),
      isInline: "dockerfile-inline" in target,
      isOpen: [dockerfile, context].some((field) => field !== undefined && typeof field !== "string"),
      inherits: Array.isArray(inherits) ? inherits.filter((parent) => typeof parent === "string") : [],
      ...(typeof dockerfile === "string" && { dockerfile }),
      ...(typeof context === "string" && { context }),
    });
  }
  return targets;
}
