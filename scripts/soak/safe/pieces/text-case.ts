import type { Dice } from "../dice.ts";
import { oneDockerfile, type Build, type Files, type SoakCase } from "../soak-case.ts";
import { disguise } from "./disguise.ts";
import { files, harmless } from "./harmless.ts";

/** Small bases: these rules ask no package manager. */
export const smallBases = ["busybox:1.37", "alpine:3.23", "nginx:1.29"] as const;

/** Instructions in their order, sometimes with others between them, as a Dockerfile of a repository. */
export function textCase(dice: Dice, instructions: readonly string[], more: Files = {}): SoakCase {
  const lines = instructions.flatMap((line, at) =>
    at > 0 && dice.chance(0.15) && !/^from\b/i.test(line) ? [harmless(dice), line] : [line],
  );
  return oneDockerfile(disguise(dice, `${lines.join("\n")}\n`), { ...files, ...more });
}

/** Builds of the named stages beside the last one: a stage that nobody builds on can be a target. */
export function withTargets(made: SoakCase, targets: readonly string[]): SoakCase {
  const more = targets.map((target, at): Build => ({
    name: `target-${at}`,
    dockerfile: "Dockerfile",
    context: ".",
    target,
  }));
  return { ...made, builds: [...made.builds, ...more] };
}

/** Some of a list, each sometimes: in order. */
export function maybe(dice: Dice, probability: number, ...lines: readonly string[]): readonly string[] {
  return dice.chance(probability) ? lines : [];
}
