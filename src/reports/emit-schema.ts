import { z } from "zod";
import { lossKinds } from "../domain/profile/loss.ts";
import type { EmitReport } from "../domain/report/emit-report.ts";
import { list, maybe, text } from "../schema/shapes.ts";
import { proofAge } from "./schema/standing.ts";
import type { Agrees } from "./agrees.ts";

const loss = z
  .object({
    kind: z
      .enum(lossKinds)
      .describe(
        "weaker: may do more than was proven; stronger: less; moved: to be done elsewhere; differs: neither; dropped: nothing stands for it; unsupported: refused",
      ),
    code: text.describe("stays the same between versions"),
    field: text.describe("path in the profile"),
    target: text,
    targetVersion: maybe(text),
    wanted: text.describe("what the profile says"),
    got: maybe(text).describe("what was written in its place"),
    reason: text,
    remedy: maybe(text),
  })
  .meta({ id: "Loss", description: "one value of a profile that a target can't say as it is" });

/** Output of `emit --format json`. Keys are in print order. */
export const emitSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal("hullproof"), version: text }),
  target: text.describe("as --to takes it"),
  targetVersion: maybe(text).describe("the version that it is written for"),
  refused: maybe(text).describe("why nothing was written: --exact, and there are losses"),
  files: list(z.object({ name: text, text, executable: maybe(z.boolean()) })),
  losses: list(loss),
  notProven: maybe(text).describe("a confinement that the proof relied on is lost"),
  proofs: list(proofAge).describe("of each profile, in their order"),
  notes: list(text),
});

export function renderEmitJson(report: EmitReport): string {
  return `${JSON.stringify(emitSchema.parse(report), undefined, 2)}\n`;
}

true satisfies Agrees<z.output<typeof emitSchema>, EmitReport>;
