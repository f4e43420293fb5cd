import { z } from "zod";
import { failLevels } from "../../domain/finding/fail-on.ts";
import { severities } from "../../domain/finding/finding.ts";
import { baselineStates } from "../../domain/finding/state.ts";
import { practices } from "../../domain/finding/practice.ts";
import { bytes, count, list, maybe, position, text } from "../../schema/shapes.ts";

const ruleId = z
  .templateLiteral([z.enum(practices), "/", z.string()])
  .meta({ id: "RuleId", description: "practice/name" });

const textLocation = z
  .object({
    file: text.describe("path as reached from the folder that hullproof was started in"),
    startLine: position,
    startColumn: position,
    endLine: position,
    endColumn: position,
  })
  .meta({ id: "TextLocation", description: "1-based; columns count UTF-16 units, the end is exclusive" });

const evidence = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("source"),
      location: textLocation,
      text,
      masked: maybe(z.literal(true)).describe("a secret in it is masked: the file has something else there"),
    }),
    z.object({ kind: z.literal("setting"), pointer: text, value: text }),
    z.object({ kind: z.literal("file"), path: text, layer: count, bytes, detail: maybe(text) }),
    z.object({ kind: z.literal("layer"), layer: count, createdBy: text, bytes, line: maybe(position) }),
    z.object({
      kind: z.literal("package"),
      purl: text,
      installed: text,
      candidate: maybe(text),
      origin: maybe(text),
    }),
    z.object({
      kind: z.literal("advisory"),
      id: text,
      purl: text,
      installed: text,
      fixedIn: maybe(text),
      quote: text,
    }),
    z.object({ kind: z.literal("reference"), statement: text, source: text }),
    z.object({ kind: z.literal("trial"), trial: text, outcome: z.enum(["passes", "breaks"]), detail: text }),
  ])
  .meta({ id: "Evidence" });

export const accepted = z.object({ reason: text, until: maybe(text).describe("last day, ISO date") });

const location = z.union([textLocation, z.object({ layer: count, path: text }), z.object({ setting: text })]);

/** Of `harden`: its exit code, and the reason. */
export const exit = z.object({
  code: z.union([z.literal(0), z.literal(1)]),
  failOn: z.enum(failLevels),
  proven: z.boolean(),
  left: list(z.object({ rule: ruleId, severity: z.enum(severities), location })).describe(
    "findings of the result at or above failOn",
  ),
});

export const finding = z
  .object({
    rule: ruleId,
    practice: z.enum(practices),
    severity: z.enum(severities),
    message: text,
    target: text.describe("id of a target"),
    location,
    container: maybe(text.describe("the service, unit or container of a pod that it is about")),
    also: list(text).describe("the same rule elsewhere"),
    evidence: list(evidence),
    fix: maybe(
      z.object({
        title: text,
        applicability: z.enum(["safe", "proven", "suggested"]),
        edits: maybe(list(textLocation.extend({ text }))).describe(
          "of fixes that need no proof: each replaces what is at its place, all are made together in the text as it is",
        ),
        withheld: maybe(text).describe("why there are no edits: one would hold a secret, or there are too many"),
      }),
    ),
    notFixed: maybe(
      z.object({ title: text, applicability: z.enum(["safe", "proven", "suggested"]), reason: text }),
    ).describe("A fix that can't be made by range here, why, and what to do by hand."),
    state: maybe(z.enum(baselineStates)).describe("beside the baseline; what is the same fails no run"),
    accepted: maybe(accepted),
  })
  .meta({ id: "Finding" });

export const ruleText = z
  .object({ rule: ruleId, title: text, why: text, severity: z.enum(severities).describe("the rule's own") })
  .meta({ id: "RuleText" });

/** Of a report of version 1. */
export const ruleResult = z
  .object({
    rule: ruleId,
    target: text,
    verdict: z.enum(["found", "clean", "skipped", "failed"]),
    reason: maybe(text),
  })
  .meta({ id: "RuleResult", description: "skipped: a fact was missing; failed: the rule itself broke" });

const reasoned = z
  .object({
    targets: list(count).describe("positions in `targets` of the report, ascending"),
    reason: maybe(text).describe("of found: why some findings were suppressed"),
  })
  .meta({ id: "ReasonedTargets", description: "targets with the same result of a rule, for the same reason" });

export const ruleResults = z
  .object({
    rule: ruleId,
    targets: list(z.tuple([count, count]).readonly()).describe(
      "ranges of the targets that it applies to: first and last position of each, ascending",
    ),
    found: maybe(list(reasoned)),
    failed: maybe(list(reasoned)).describe("the rule itself broke"),
    skipped: maybe(list(reasoned)).describe("a fact was missing"),
    clean: count.describe("how many of `targets` are clean: all that no list above has"),
  })
  .meta({ id: "RuleResults", description: "all results of one rule" });
