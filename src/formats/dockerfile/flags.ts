import { ownValue } from "../../domain/own-value.ts";
import { durationProblem, networkProblem, retriesProblem, securityProblem } from "./flag-values.ts";
import type { Head } from "./instruction.ts";
import { mountSyntaxProblem } from "./mounts.ts";
import { fault, printable, type Problem } from "./refusal.ts";

interface FlagKind {
  /** `switch` takes no value, or true or false. */
  readonly takes: "switch" | "value";
  readonly repeats?: true;
  readonly problem?: (value: string) => string | undefined;
}

const toggle: FlagKind = { takes: "switch" };
const value: FlagKind = { takes: "value" };
const values: FlagKind = { takes: "value", repeats: true };
const duration: FlagKind = { takes: "value", problem: durationProblem };

/**
 * Flags of each instruction in the newest BuildKit (frontend/dockerfile/instructions/parse.go and commands_run*.go, August
 * 2026), so that a file written for it is not refused. Instructions not listed accept none.
 */
const flagKinds: Readonly<Record<string, ReadonlyMap<string, FlagKind>>> = {
  ADD: new Map([
    ["chown", value],
    ["chmod", value],
    ["link", toggle],
    ["keep-git-dir", toggle],
    ["checksum", value],
    ["unpack", toggle],
    ["exclude", values],
  ]),
  COPY: new Map([
    ["chown", value],
    ["chmod", value],
    ["from", value],
    ["link", toggle],
    ["parents", toggle],
    ["exclude", values],
  ]),
  FROM: new Map([["platform", value]]),
  HEALTHCHECK: new Map([
    ["interval", duration],
    ["timeout", duration],
    ["start-period", duration],
    ["start-interval", duration],
    ["retries", { takes: "value", problem: retriesProblem }],
  ]),
  RUN: new Map<string, FlagKind>([
    ["mount", { ...values, problem: mountSyntaxProblem }],
    ["network", { takes: "value", problem: networkProblem }],
    ["security", { takes: "value", problem: securityProblem }],
    ["device", values],
  ]),
};

const none: ReadonlyMap<string, FlagKind> = new Map();
/** BuildKit never looks at the flags of these. */
const unread = new Set(["ARG", "STOPSIGNAL"]);

/** The first flag that Docker refuses, before it looks at what the instruction does. */
export function flagProblem(keyword: string, flags: Head["flags"]): Problem | undefined {
  if (flags.length === 0 || unread.has(keyword)) return undefined;
  const kinds = ownValue(flagKinds, keyword) ?? none;
  const usedFlags = new Set<string>();
  for (const flag of flags) {
    const kind = kinds.get(flag.name);
    const name = `--${printable(flag.name)}`;
    if (kind === undefined) return fault(`${keyword} has no flag ${name}`);
    if (usedFlags.has(flag.name) && kind.repeats !== true) return fault(`${name} is given twice`);
    usedFlags.add(flag.name);
    if (flag.value === undefined ? kind.takes === "value" : kind.takes === "switch" && flag.value === "") {
      return fault(`${name} needs a value`);
    }
    if (kind.takes === "switch" && flag.value !== undefined && !/^(true|false)$/i.test(flag.value)) {
      return fault(`${name} takes true or false, not ${printable(flag.value)}`);
    }
    const problem = kind.problem?.(flag.value ?? "");
    if (problem !== undefined) return fault(`${name}: ${problem}`);
  }
  return undefined;
}
