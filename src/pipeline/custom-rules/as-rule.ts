import { z } from "zod";
import { severities } from "../../domain/finding/finding.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { CustomFacts, CustomRule } from "../../rules/custom-rule.ts";
import type { Facts } from "../../rules/needs.ts";
import type { Observation } from "../../rules/observation.ts";
import type { Rule } from "../../rules/rule.ts";
import { quote } from "../../rules/shared/evidence.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";

/** Milliseconds for one text: what a rule does with it takes less than one, and a busy machine may keep it waiting. */
export const ruleMs = 2_000;
const mostFindings = 1_000;

const span = z.strictObject({ start: z.int().min(0), end: z.int().min(0) });
const line = z.int().min(1);
const words = z.string().min(1).max(2_000);
const evidence = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("source"),
    location: z.strictObject({
      file: words,
      startLine: line,
      startColumn: line,
      endLine: line,
      endColumn: line,
    }),
    text: z.string().max(10_000),
  }),
  z.strictObject({ kind: z.literal("setting"), pointer: words, value: z.string().max(2_000) }),
  z.strictObject({
    kind: z.literal("file"),
    path: words,
    layer: z.int().min(0),
    bytes: z.int().min(0),
    detail: z.exactOptional(words),
  }),
  z.strictObject({ kind: z.literal("package"), purl: words, installed: words }),
  z.strictObject({ kind: z.literal("reference"), statement: words, source: words }),
]);
const finding = z.strictObject({
  message: words,
  at: z.union([
    span,
    z.strictObject({ file: words, span }),
    z.strictObject({ layer: z.int().min(0), path: words }),
    z.strictObject({ setting: words }),
  ]),
  evidence: z.array(evidence).max(50).optional(),
  severity: z.enum(severities).optional(),
});

/** A rule of a user's own as one that the runner takes: with a limit of time, and with all that it yields checked. What it does wrong, it throws. */
export function asRule(custom: CustomRule): Rule {
  const { id, title, why, severity, needs } = custom;
  return {
    id,
    title,
    why,
    severity,
    needs: [...needs],
    fix: "none",
    also: [],
    examples: [{ kind: "document", bad: "", good: "" }],
    *check(facts) {
      const own = Object.fromEntries(needs.map((need) => [need, facts[need]])) as unknown as CustomFacts;
      const answer = withinTime(ruleMs, `the rule ${id}`, () => collect(() => custom.check(own)));
      for (const one of answer.found) yield observed(one, facts);
      return answer.unjudged;
    },
  };
}

function collect(check: () => unknown): { readonly found: readonly unknown[]; readonly unjudged?: string } {
  const made = check() as Partial<Generator<unknown, unknown>> | undefined | null;
  if (typeof made?.next !== "function") throw new TypeError("check returns no generator: write *check(facts) { ... }");
  const found: unknown[] = [];
  for (;;) {
    const next = made.next() as IteratorResult<unknown, unknown>;
    if (next instanceof Promise)
      throw new TypeError("check is asynchronous, and a rule waits for nothing: write *check");
    const { done, value } = next;
    if (done === true) return { found, ...(typeof value === "string" && found.length === 0 && { unjudged: value }) };
    if (found.length === mostFindings)
      throw new RangeError(`it yields more than ${mostFindings} findings for one text`);
    found.push(value);
  }
}

function observed(value: unknown, facts: Partial<Facts>): Observation {
  const parsed = finding.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TypeError(`it yields what is no finding: ${issue?.path.join(".") || "it"}: ${issue?.message ?? "?"}`);
  }
  const { message, at, evidence: given = [], severity } = parsed.data;
  const { place, source } = placed(at, facts);
  const [first = source, ...others] = given;
  return { message, at: place, evidence: [first, ...others], ...(severity !== undefined && { severity }) };
}

/** The place as the runner takes it, and the text there. */
function placed(
  at: z.infer<typeof finding>["at"],
  { dockerfile, containers }: Partial<Facts>,
): { readonly place: Observation["at"]; readonly source: Observation["evidence"][0] } {
  if ("setting" in at) return { place: at, source: { kind: "setting", pointer: at.setting, value: "" } };
  if ("layer" in at) return { place: at, source: { kind: "setting", pointer: at.path, value: `in layer ${at.layer}` } };
  const [file, own] = "span" in at ? [at.file, at.span] : [dockerfile?.file, at];
  const text = file === dockerfile?.file ? dockerfile?.text : containers?.texts.get(file ?? "");
  if (file === undefined || text === undefined)
    throw new TypeError(
      "a place without a file is one of a Dockerfile; of containers, take `at` of what is said, of an image a layer with a path or a setting",
    );
  checkSpan(own, text);
  return { place: file === dockerfile?.file ? own : { file, span: own }, source: quote({ file, text }, own) };
}

function checkSpan({ start, end }: Span, text: string): void {
  if (start > end || end > text.length)
    throw new RangeError(`the place ${start} to ${end} is not in the text, which has ${text.length} characters`);
}
