import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { basesFolder } from "./base-images.ts";
import type { SoakEngine } from "./soak-engine.ts";
import type { Build } from "../soak-case.ts";

/** A version of the repository: its name, and the folder that holds it. */
export interface Side {
  readonly name: string;
  readonly folder: string;
  /** Built again, with as much shared memory: two builds that are equal in all would be one to BuildKit, without cache, too, where neither is there yet. */
  readonly afresh?: "64m" | "65m";
}

/** A path that differs, and in what. */
export type FileDifference = readonly [path: string, change: string];

export interface BakeResult {
  readonly exitCode: number;
  readonly stderr: string;
  /** By name of the build; empty where the bake failed. */
  readonly differences: ReadonlyMap<string, readonly FileDifference[]>;
}

export interface BakeRequest {
  /** Letters and digits: in the names of images. */
  readonly id: string;
  readonly builds: readonly Build[];
  /** One side is only built; two are compared, each build with its like. */
  readonly sides: readonly Side[];
  /** For the bake file and the results. */
  readonly scratch: string;
}

export const imageOf = (id: string, side: string, build: string): string => `soak/${id}:${side}-${build}`;

/** Builds all builds of each side in one call, and compares the file systems in it. */
export async function bake(engine: SoakEngine, { id, builds, sides, scratch }: BakeRequest): Promise<BakeResult> {
  const target: Record<string, unknown> = {};
  for (const { name: side, folder, afresh } of sides)
    for (const build of builds)
      target[`${side}-${build.name}`] = {
        context: join(folder, build.context),
        dockerfile: join(folder, build.dockerfile),
        contexts: Object.fromEntries(
          Object.entries(build.contexts ?? {}).map(([name, of]) => [
            name,
            of.startsWith(".") ? join(folder, of) : `target:${side}-${of}`,
          ]),
        ),
        args: build.args ?? {},
        ...(build.target !== undefined && { target: build.target }),
        ...(afresh !== undefined && { "no-cache": true, "shm-size": afresh }),
        tags: [imageOf(id, side, build.name)],
        output: ["type=docker"],
      };
  const results = join(scratch, "results");
  const [one, other] = sides;
  if (one !== undefined && other !== undefined)
    for (const { name } of builds)
      target[`compare-${name}`] = {
        context: basesFolder,
        dockerfile: join(basesFolder, "compare.Dockerfile"),
        contexts: { before: `target:${one.name}-${name}`, after: `target:${other.name}-${name}` },
        output: [`type=local,dest=${join(results, name)}`],
      };
  await mkdir(scratch, { recursive: true });
  const file = join(scratch, "bake.json");
  // A `${` in an argument would be a variable of the bake file.
  await writeFile(
    file,
    JSON.stringify({ group: { default: { targets: Object.keys(target) } }, target }).replaceAll("${", "$${"),
  );
  const { exitCode, stderr } = await engine.buildx(["bake", "--progress", "plain", "--file", file], {
    timeoutMs: 120_000,
  });
  const differences = new Map<string, readonly FileDifference[]>();
  if (exitCode === 0 && other !== undefined)
    for (const { name } of builds)
      differences.set(
        name,
        JSON.parse(await readFile(join(results, name, "differences.json"), "utf8")) as FileDifference[],
      );
  return { exitCode, stderr, differences };
}
