import { z } from "zod";
import type { FixedFile, FixReport } from "../domain/report/fix-report.ts";
import { amount, count, digest, list, maybe, position, text } from "../schema/shapes.ts";
import type { Agrees } from "./agrees.ts";

const effect = z
  .object({
    bytes: z.int(),
    layers: z.int(),
    packages: z.int(),
    seconds: z.number().describe("of the build, without cache"),
    secondsNoise: amount.describe("by how much two builds of the original differ"),
    rules: list(text).describe("rules whose fixes were measured together"),
  })
  .meta({ id: "Effect", description: "against the version before; below zero is less" });

const fix = z
  .object({
    rule: text,
    title: text,
    applicability: text,
    line: position.describe("of the file as it was"),
    outcome: z.enum(["applied", "dropped", "not-tried"]),
    reason: text,
    notProven: maybe(text).describe("why its builds and trials prove nothing of it: what stood in for a base image"),
    effect: maybe(effect),
  })
  .meta({ id: "Fix" });

const proof = z
  .object({
    builds: list(z.object({ name: text, seconds: amount, digest })),
    mirrors: list(z.object({ image: text, mirror: text, reason: text })),
    noise: list(text).describe("paths and settings that differ between two builds of the original"),
    behavior: text,
    trials: count,
  })
  .meta({ id: "FixProof" });

/** Output of `fix --format json`. Keys are in print order. */
export const fixSchema = z.object({
  schemaVersion: z.literal(2),
  tool: z.object({ name: z.literal("hullproof"), version: text }),
  files: list(
    z
      .object({
        file: text.describe("as reached from the current folder"),
        changed: z.boolean(),
        written: z.boolean(),
        diff: text.describe("unified; each hunk names its fixes behind the second @@"),
        error: maybe(text).describe("why it was not fixed at all"),
        fixes: list(fix),
        proof: maybe(proof),
        text: maybe(text).describe("the fixed text, when it changed"),
        withheld: maybe(text).describe("why secrets in diff are masked, and there is no text"),
      })
      .meta({ id: "FixedFile" }),
  ),
  byHand: maybe(list(z.object({ file: text, reason: text }))).describe(
    "what can't be fixed where it stands, with what to do instead: charts, kustomizations, templates",
  ),
});

export function renderFixJson(report: FixReport): string {
  const files = report.files.map(withoutSecrets);
  return `${JSON.stringify(fixSchema.parse({ ...report, files }), undefined, 2)}\n`;
}

/** Applied text contains no mask, so text with a mask cannot be applied. */
function withoutSecrets({ maskedDiff, text: fixed, ...file }: FixedFile): FixedFile {
  if (maskedDiff === undefined) return { ...file, ...(fixed !== undefined && { text: fixed }) };
  const withheld = "it holds secrets: `hullproof fix --output FILE` writes the exact diff, --write makes the fixes";
  return { ...file, diff: maskedDiff, withheld };
}

type Printed = Omit<FixReport, "files"> & { readonly files: readonly Omit<FixedFile, "maskedDiff">[] };
true satisfies Agrees<z.output<typeof fixSchema>, Printed>;
