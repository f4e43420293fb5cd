import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { bake, imageOf, type FileDifference, type Side } from "../engine/bake.ts";
import type { SoakEngine } from "../engine/soak-engine.ts";
import { writeFiles, type Offer } from "../offer.ts";
import type { Build, SoakCase } from "../soak-case.ts";
import { configDifferences, inspect } from "./image-config.ts";
import { runDifferences } from "./run-images.ts";
import { isDeclared } from "./is-declared.ts";

export interface Verdict {
  /** Whether something was built of the original; where nothing is, only the failure is compared. */
  readonly built: boolean;
  /** One line each. */
  readonly differences: readonly string[];
}

/** What all cases of a soak share. */
export interface Judging {
  readonly engine: SoakEngine;
  /** Files of package managers that two equal builds differed in: they do in every case. */
  readonly noisy: Set<string>;
}

const ofManagers = /^\/(?:var\/(?:lib|log|cache)|usr|root\/\.cache)\//;

/** Builds a repository before and after its fixes, and says what differs beyond what these declare and what two equal builds differ in. */
export async function judgeBuilds(
  { engine, noisy }: Judging,
  id: string,
  { files, builds, starts = [] }: SoakCase,
  offer: Offer,
  folder: string,
): Promise<Verdict> {
  const scratch = await mkdtemp(join(folder, "judge-"));
  const [before, after]: [Side, Side] = [
    { name: "before", folder: join(scratch, "before") },
    { name: "after", folder: join(scratch, "after") },
  ];
  const images: string[] = [];
  const made = async (list: readonly Build[], sides: readonly Side[], name: string) => {
    images.push(...list.flatMap((build) => sides.map((side) => imageOf(id, side.name, build.name))));
    return bake(engine, { id, builds: list, sides, scratch: join(scratch, name) });
  };
  try {
    await writeFiles(before.folder, files);
    await writeFiles(after.folder, offer.files);
    let both = await made(builds, [before, after], "both");
    let comparable = builds;
    const differences: string[] = [];
    if (both.exitCode !== 0) {
      comparable = [];
      for (const build of builds) {
        const needs = withNeeds(build, builds);
        const alone = async () =>
          [
            await made(needs, [before], `before-${build.name}`),
            await made(needs, [after], `after-${build.name}`),
          ] as const;
        let [one, other] = await alone();
        // What only one of them does is asked twice: a machine that is busy may fail by itself.
        if ((one.exitCode === 0) !== (other.exitCode === 0)) [one, other] = await alone();
        if ((one.exitCode === 0) !== (other.exitCode === 0))
          differences.push(
            `${build.name}: ${one.exitCode === 0 ? "fails after the fix" : "builds after the fix"}: ${reasonOf(one.exitCode === 0 ? other.stderr : one.stderr)}`,
          );
        if (one.exitCode === 0 && other.exitCode === 0) comparable = [...comparable, build];
      }
      if (comparable.length === 0) return { built: differences.length > 0, differences };
      comparable = builds.filter((build) => comparable.some((one) => withNeeds(one, builds).includes(build)));
      both = await made(comparable, [before, after], "some");
      if (both.exitCode !== 0) throw new Error(`builds fail together and hold alone: ${both.stderr.slice(-1500)}`);
    }
    const edited = Object.keys(files).filter((path) => files[path] !== offer.files[path]);
    // `COPY .` takes the Dockerfile along, and a fix is to change that.
    const isCopy = ([path, change]: FileDifference): boolean =>
      change === "content" && edited.some((file) => path.endsWith(`/${file.slice(file.lastIndexOf("/") + 1)}`));
    const own = new Set<string>();
    const isOpen = (one: FileDifference): boolean =>
      !isDeclared(one, offer.delta) && !isCopy(one) && !noisy.has(one.join()) && !own.has(one.join());
    // Two more builds of the original, only where something differs that nobody declares.
    for (const [round, afresh] of [
      ["again", "64m"],
      ["once-more", "65m"],
    ] as const) {
      if (!comparable.some(({ name }) => both.differences.get(name)?.some(isOpen) === true)) break;
      const again = await made(comparable, [before, { ...before, name: round, afresh }], round);
      for (const [path, change] of [...again.differences.values()].flat())
        (change === "content" && ofManagers.test(path) ? noisy : own).add([path, change].join());
    }
    for (const { name } of comparable) {
      const found = both.differences.get(name) ?? [];
      const images = [imageOf(id, "before", name), imageOf(id, "after", name)] as const;
      const [one, other] = await inspect(engine, images);
      const all = [...found, ...configDifferences(one, other)];
      differences.push(...all.filter(isOpen).map(([path, change]) => `${name}: ${path}: ${change}`));
      // What is equal in all its files and settings behaves alike.
      if (all.length === 0) continue;
      const words = starts.filter(({ build }) => build === name);
      differences.push(...(await runDifferences(engine, images, other, words)).map((line) => `${name}: ${line}`));
    }
    return { built: true, differences };
  } finally {
    for (const name of new Set(images))
      await engine.api.call({ method: "DELETE", path: `/images/${name}`, query: { force: true }, accept: [404] });
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A build with those that its named contexts are. */
function withNeeds(build: Build, builds: readonly Build[]): readonly Build[] {
  const needs = Object.values(build.contexts ?? {}).flatMap((name) => builds.filter((one) => one.name === name));
  return [...needs.flatMap((one) => withNeeds(one, builds)), build];
}

/** The line that says why a build failed. */
function reasonOf(stderr: string): string {
  return (/^ERROR: (.*)$/m.exec(stderr)?.[1] ?? stderr.trim().split("\n").at(-1) ?? "").slice(0, 300);
}
