import type { FixEffect } from "../../domain/report/fix-report.ts";
import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Build } from "../build/builds.ts";
import { isWide, type Candidate } from "./candidate.ts";
import type { Originals } from "./originals.ts";
import type { FixedText } from "./fix.ts";

/**
 * What each rule's fixes are worth: the original is built with one rule more at a time, and each version is compared with the
 * one before. A rule whose fixes come to nothing by themselves, or do not build, is measured together with the next.
 * By key of the fix.
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
  // As they were chosen, so that a version that was built then is not built again.
  const ordered = [...fixed.applied.filter((one) => !isWide(one)), ...fixed.applied.filter(isWide)];
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
    const effect: FixEffect = { ...compared(last, next), secondsNoise, rules: pending.map(([name]) => name) };
    for (const { key } of pending.flatMap(([, all]) => all)) effects.set(key, effect);
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

function compared(before: Build, after: Build): Pick<FixEffect, "bytes" | "layers" | "packages" | "seconds"> {
  const [old, now] = [before.facts.info, after.facts.info];
  return {
    bytes: now.sizeBytes - old.sizeBytes,
    layers: now.layers.length - old.layers.length,
    packages: now.packages.length - old.packages.length,
    seconds: after.image.seconds - before.image.seconds,
  };
}
