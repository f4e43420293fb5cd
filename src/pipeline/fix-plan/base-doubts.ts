import type { HardenResult } from "../../domain/report/report.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { imageUses } from "../../formats/dockerfile/image-uses.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import type { AppliedFix } from "./fix.ts";

interface Builder {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly mirrors: HardenResult["mirrors"];
  /** Id of the engine's image under a name; undefined where only the builder has it. */
  readonly imageId: (name: string) => Promise<string | undefined>;
}

/**
 * Why builds and trials prove nothing about a new base: a mirror replaced either base, or both names are one image on this engine. By the key of the fix that
 * changes the base.
 */
export async function baseDoubts(
  applied: readonly AppliedFix[],
  { buildArgs, mirrors, imageId }: Builder,
): Promise<ReadonlyMap<string, string>> {
  const doubts = new Map<string, string>();
  for (const fix of applied) {
    for (const [from, to] of changedBases(fix, buildArgs)) {
      const replaced = mirrors.filter(({ image }) => image === from || image === to);
      if (replaced.length > 0) {
        doubts.set(fix.key, replaced.map(({ image, mirror }) => `${mirror} stood in for ${image}`).join(", "));
        continue;
      }
      const originalId = await imageId(from);
      if (originalId !== undefined && originalId === (await imageId(to)))
        doubts.set(fix.key, `${from} and ${to} are one image on this engine`);
    }
  }
  return doubts;
}

/** The bases before and after this fix alone, where they differ. Adding a digest to a name keeps the base. */
function changedBases({ made }: AppliedFix, buildArgs: Builder["buildArgs"]): (readonly [from: string, to: string])[] {
  const [before, after] = [baseNames(made.text, buildArgs), baseNames(applyEdits(made.text, made.edits), buildArgs)];
  if (before.length !== after.length) return [];
  return before.flatMap((from, stage) => {
    const to = after[stage] ?? from;
    return withoutDigest(from) === withoutDigest(to) ? [] : [[from, to] as const];
  });
}

function baseNames(text: string, buildArgs: Builder["buildArgs"]): string[] {
  const uses = imageUses(parseDockerfile("Dockerfile", text), buildArgs);
  return uses.filter(({ how }) => how === "from").map(({ image }) => image);
}

function withoutDigest(name: string): string {
  return name.split("@")[0] ?? name;
}
