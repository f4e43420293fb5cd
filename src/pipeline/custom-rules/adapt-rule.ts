import { z } from "zod";
import { severities } from "../../domain/finding/finding.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { CustomFacts, CustomRule } from "../../rules/custom-rule.ts";
import type { Facts } from "../../rules/needs.ts";
import type { Observation } from "../../rules/observation.ts";
import type { Rule } from "../../rules/rule.ts";
import { quote } from "../../rules/shared/evidence.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";

/** Milliseconds for one text: a rule needs less than one, and a busy machine may delay it. */
export const ruleMs = 2_000;
const maxFindings = 1_000;

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

/** Converts a custom rule into one for the runner: with a time limit, and with validation of its findings. Throws its errors. */
export function adaptRule(custom: CustomRule): Rule {
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
      const neededFacts = Object.fromEntries(needs.map((need) => [need, facts[need]])) as unknown as CustomFacts;
      const answer = withinTime(ruleMs, `the rule ${id}`, () => collectFindings(() => custom.check(neededFacts)));
      for (const value of answer.found) yield toObservation(value, facts);
      return answer.unjudged;
    },
  };
}

function collectFindings(check: () => unknown): { readonly found: readonly unknown[]; readonly unjudged?: string } {
  const generator = check() as Partial<Generator<unknown, unknown>> | undefined | null;
  if (typeof generator?.next !== "function")
    throw new TypeError("check returns no generator: write *check(facts) { ... }");
  const yielded: unknown[] = [];
  for (;;) {
    const next = generator.next() as IteratorResult<unknown, unknown>;
    if (next instanceof Promise)
      throw new TypeError("check is asynchronous, and a rule waits for nothing: write *check");
    const { done, value } = next;
    if (done === true)
      return { found: yielded, ...(typeof value === "string" && yielded.length === 0 && { unjudged: value }) };
    if (yielded.length === maxFindings)
      throw new RangeError(`it yields more than ${maxFindings} findings for one text`);
    yielded.push(value);
  }
}

function toObservation(value: unknown, facts: Partial<Facts>): Observation {
  const parsed = finding.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TypeError(`it yields what is no finding: ${issue?.path.join(".") || "it"}: ${issue?.message ?? "?"}`);
  }
  const { message, at, evidence: declaredEvidence = [], severity } = parsed.data;
  const { place, source } = resolveLocation(at, facts);
  const [first = source, ...others] = declaredEvidence;
  return { message, at: place, evidence: [first, ...others], ...(severity !== undefined && { severity }) };
}

/** The location in the runner's form, and its source text. */
function resolveLocation(
  at: z.infer<typeof finding>["at"],
  { dockerfile, containers }: Partial<Facts>,
): { readonly place: Observation["at"]; readonly source: Observation["evidence"][0] } {
  if ("setting" in at) return { place: at, source: { kind: "setting", pointer: at.setting, value: "" } };
  if ("layer" in at) return { place: at, source: { kind: "setting", pointer: at.path, value: `in layer ${at.layer}` } };
  const [file, range] = "span" in at ? [at.file, at.span] : [dockerfile?.file, at];
  const text = file === dockerfile?.file ? dockerfile?.text : containers?.texts.get(file ?? "");
  if (file === undefined || text === undefined)
    throw new TypeError(
      "a place without a file is one of a Dockerfile; of containers, take `at` of what is said, of an image a layer with a path or a setting",
    );
  checkSpan(range, text);
  return { place: file === dockerfile?.file ? range : { file, span: range }, source: quote({ file, text }, range) };
}

function checkSpan({ start, end }: Span, text: string): void {
  if (start > end || end > text.length)
    throw new RangeError(`the place ${start} to ${end} is not in the text, which has ${text.length} characters`);
}
