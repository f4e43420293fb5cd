import type { FixEffect } from "../../domain/report/fix-report.ts";
import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Build } from "../image-build/builds.ts";
import { declaresWholeTree, type Candidate } from "./candidate.ts";
import type { Originals } from "./originals.ts";
import type { FixedText } from "../fix-plan/fix.ts";

/**
 * Measures the effect of each rule's fixes: adds one rule after another to the original, and compares each version with the
 * one before. A rule whose fixes have no effect alone, or do not build, is measured together with the next.
 * Returns effects by the key of the fix.
 */
export async function measure(
  { fixed, built }: Candidate<Build>,
  originals: Originals,
  fix: (keys: ReadonlySet<string>) => FixedText,
  progress: Progress,
): Promise<ReadonlyMap<string, FixEffect>> {
  const { builds, before, again } = originals;
  const secondsNoise = Math.abs(before.image.seconds - again.image.seconds);
  const effects = new Map<string, FixEffect>();
  // In the order of their selection, so that existing builds are reused.
  const ordered = [
    ...fixed.applied.filter((appliedFix) => !declaresWholeTree(appliedFix)),
    ...fixed.applied.filter(declaresWholeTree),
  ];
  const groups = [...Map.groupBy(ordered, ({ rule }) => rule)];
  const keys = new Set<string>();
  let last: Build = before;
  let pending: (typeof groups)[number][] = [];
  for (const [index, group] of groups.entries()) {
    const [rule, places] = group;
    places.forEach(({ key }) => keys.add(key));
    pending.push(group);
    const { text } = fix(keys);
    const final = index === groups.length - 1;
    if (!final && text === last.text) continue;
    progress({ stage: "measure", message: `with ${rule}, ${index + 1} of ${groups.length}` });
    const next = final ? built : await builds.buildOnce(text, `up to ${rule}`).catch(unbuilt);
    if (next === undefined) continue;
    const effect: FixEffect = { ...compareBuilds(last, next), secondsNoise, rules: pending.map(([name]) => name) };
    for (const { key } of pending.flatMap(([, fixes]) => fixes)) effects.set(key, effect);
    pending = [];
    if (last !== before) await builds.discard(last);
    last = next;
  }
  return effects;
}

function unbuilt(error: unknown): undefined {
  if (error instanceof Failure && (error.code === "build-failed" || error.code === "no-such-image")) return undefined;
  throw error;
}

function compareBuilds(before: Build, after: Build): Pick<FixEffect, "bytes" | "layers" | "packages" | "seconds"> {
  const [old, current] = [before.facts.info, after.facts.info];
  return {
    bytes: current.sizeBytes - old.sizeBytes,
    layers: current.layers.length - old.layers.length,
    packages: current.packages.length - old.packages.length,
    seconds: after.image.seconds - before.image.seconds,
  };
}
