import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import { comparisonRange, requirementOf } from "./requirement.ts";
import type { Requirement } from "../../domain/advisory/statement.ts";

/** Alternatives of npm's range grammar, as far as advisories use it: `6.x || ^8.1.4 || >=6.0.0 <6.2.0`. Undefined: not understood. */
export function nodeRequirements(text: string): Requirement[] | undefined {
  const alternatives = text.split("||").map((alternative) =>
    // A blank after an operator is not one between comparisons.
    requirementOf(
      alternative
        .trim()
        .replace(/([<>=^~])\s+/g, "$1")
        .split(/[\s,]+/),
      nodeRange,
    ),
  );
  return alternatives.every((requirement) => requirement !== undefined) ? alternatives : undefined;
}

function nodeRange(part: string): AffectedRange | undefined {
  if (part === "*" || part === "x") return { introduced: "0" };
  const [, operator, major, minor, patch] = /^([~^]?)v?(\d+)(?:\.(\d+|x|\*)(?:\.(\d+|x|\*))?)?$/.exec(part) ?? [];
  if (major === undefined) return partialRange(part) ?? comparisonRange(part);
  const numbers = [major, minor, patch]
    .filter((number) => number !== undefined && number !== "x" && number !== "*")
    .map(Number);
  if (numbers.length === 3 && operator === "") return { introduced: part, lastAffected: part };
  const first = numbers.findIndex((number) => number !== 0);
  const grows =
    operator === "^"
      ? first === -1
        ? numbers.length - 1
        : first
      : operator === "~"
        ? Math.min(numbers.length - 1, 1)
        : numbers.length - 1;
  const lower = [0, 1, 2].map((i) => numbers[i] ?? 0);
  const upper = lower.map((number, i) => (i < grows ? number : i === grows ? number + 1 : 0));
  return { introduced: lower.join("."), fixed: upper.join(".") };
}

/** `<=10` and `>10.2` mean all of 10 and of 10.2 (node-semver's README, "X-Ranges"). */
function partialRange(part: string): AffectedRange | undefined {
  const [, operator, major, minor] = /^(<=|>)v?(\d+)(?:\.(\d+))?(?:\.[x*])*$/.exec(part) ?? [];
  if (major === undefined) return undefined;
  const next = minor === undefined ? `${Number(major) + 1}.0.0` : `${major}.${Number(minor) + 1}.0`;
  return operator === ">" ? { introduced: next } : { introduced: "0", fixed: next };
}
