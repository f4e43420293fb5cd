import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import { buildReach } from "../../consent/build-reach.ts";
import { lexically, within } from "../../consent/paths.ts";
import { asked } from "../../consent/decide.ts";
import type { ResolvedPath, Reach } from "../../domain/workload/reach.ts";
import { locate } from "../../sources/files/locate.ts";
import { agree, askerIn, placeReach } from "../agree/agree.ts";
import { readText } from "../host/read-text.ts";
import type { Context } from "../context.ts";
import { isDeployed, ofManifests } from "./of-manifests.ts";
import { configFor } from "../check/settings.ts";

/** A folder that can be built: its Dockerfile, its build context, its `hullproof.yaml`. */
export interface Project {
  readonly config: Config;
  /** As reached from the current folder. */
  readonly dockerfilePath: string;
  readonly original: string;
  /** Absolute. */
  readonly context: string;
  /** The context as it is now: what is agreed to and built is this folder, whatever its name leads to later. */
  readonly located: ResolvedPath | undefined;
  /**
   * What its build reaches: its context and its Dockerfile, where `hullproof.yaml` or a link leads out of the folder, a front end and arguments
   * that the builder obeys.
   */
  readonly reach: Reach;
}

/** A folder, or with `single` also one Dockerfile: it is then taken in place of the folder's, or of the configured one. */
export async function readProject(path: string, context: Context, single = false): Promise<Project> {
  const info = await stat(resolve(context.cwd, path)).catch(() => undefined);
  if (info === undefined)
    throw new Failure("no-such-file", `${path} does not exist`, {
      hint: "Name the folder that holds your Dockerfile.",
    });
  const named = single && info.isFile() ? path : undefined;
  const dir = named === undefined ? path : dirname(named);
  const folder = resolve(context.cwd, dir);
  if (!info.isDirectory() && named === undefined)
    throw new Failure("bad-usage", `${dir} is not a folder`, {
      hint: "Name the folder that holds your Dockerfile; `hullproof fix` takes a single file.",
    });
  const config = await configFor(dir, context);
  const base = config.file === undefined ? folder : dirname(config.file);
  const name =
    named ?? config.build.dockerfile ?? ["Dockerfile", "Containerfile"].find((one) => existsSync(join(folder, one)));
  if (name === undefined) {
    throw new Failure("no-such-file", `there is no Dockerfile in ${dir}`, {
      hint: isDeployed(folder)
        ? ofManifests
        : "Name the folder that holds it, or say where it is: build: { dockerfile: PATH } in hullproof.yaml.",
    });
  }
  const dockerfilePath = named ?? (config.build.dockerfile === undefined ? join(dir, name) : join(base, name));
  const buildContext = config.build.context === undefined ? folder : resolve(base, config.build.context);
  const asker = await askerIn(
    config.build.context === undefined && config.build.dockerfile === undefined ? folder : base,
    context.cwd,
  );
  const places = [
    ...(config.build.context === undefined
      ? await linkReach(dir, context.cwd)
      : await placeReach(buildContext, "builds from", asker)),
    // What was named on the command line may lie anywhere.
    ...(named === undefined
      ? await placeReach(resolve(context.cwd, dockerfilePath), "builds by the Dockerfile", asker)
      : []),
  ];
  const located = await locate(buildContext);
  // A foreign file is not even read before the person agreed to it.
  const original =
    places.length > 0
      ? await allowedText(dockerfilePath, places, context)
      : await readText(dockerfilePath, context.cwd);
  const settings = asked(buildReach({ dockerfile: original, buildArgs: config.build.args }));
  return { config, dockerfilePath, original, context: buildContext, located, reach: [...places, ...settings] };
}

/** A folder that was named by its path from here: links that a repository put on the way may not lead out of here. */
async function linkReach(dir: string, cwd: string): Promise<Reach> {
  if (!within(cwd, lexically(cwd, dir))) return [];
  return placeReach(resolve(cwd, dir), "builds from", await askerIn(cwd, cwd));
}

async function allowedText(path: string, reach: Reach, context: Context): Promise<string> {
  await agree(reach, context);
  return readText(path, context.cwd);
}
