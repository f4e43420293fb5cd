import { buildChoiceParser } from "@stricli/core";
import { severities } from "../../domain/finding/finding.ts";
import { rulesThatBegin } from "../rules-that-begin.ts";

export const severityFlag = {
  kind: "parsed",
  parse: buildChoiceParser(severities),
  proposeCompletions: (partial: string) => severities.filter((one) => one.startsWith(partial)),
  brief: `Report only findings of this severity or above; the exit code counts all. [${severities.join("|")}]`,
  optional: true,
  placeholder: "LEVEL",
} as const;

export const ruleFlag = {
  kind: "parsed",
  parse: String,
  brief:
    "Report only findings of this rule, by its id or another tool's, each in full; the exit code counts all. May be repeated.",
  proposeCompletions: rulesThatBegin,
  optional: true,
  variadic: true,
  placeholder: "RULE",
} as const;
