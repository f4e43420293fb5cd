import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/config.ts";
import type { Reach } from "../../domain/reach.ts";
import { agree, askerIn, buildReach } from "../agree.ts";
import { readText } from "../read-text.ts";
import type { Context } from "../context.ts";
import { configFor } from "../check/settings.ts";

/** A folder that can be built: its Dockerfile, its build context, its `hullproof.yaml`. */
export interface Project {
  readonly config: Config;
  /** As reached from the current folder. */
  readonly dockerfilePath: string;
  readonly original: string;
  /** Absolute. */
  readonly context: string;
  /** What its build reaches: its context and its Dockerfile, where `hullproof.yaml` or a link leads out of the folder. */
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
      hint: "Name the folder that holds it, or say where it is: build: { dockerfile: PATH } in hullproof.yaml.",
    });
  }
  const dockerfilePath = named ?? (config.build.dockerfile === undefined ? join(dir, name) : join(base, name));
  const buildContext = config.build.context === undefined ? folder : resolve(base, config.build.context);
  const asker = await askerIn(
    config.build.context === undefined && config.build.dockerfile === undefined ? folder : base,
    context.cwd,
  );
  const reach = [
    ...(config.build.context === undefined ? [] : await buildReach(buildContext, "builds from", asker)),
    // What was named on the command line may lie anywhere.
    ...(named === undefined
      ? await buildReach(resolve(context.cwd, dockerfilePath), "builds by the Dockerfile", asker)
      : []),
  ];
  return {
    config,
    dockerfilePath,
    // A foreign file is not even read before the person agreed to it.
    original:
      reach.length > 0
        ? await allowedText(dockerfilePath, reach, context)
        : await readText(dockerfilePath, context.cwd),
    context: buildContext,
    reach,
  };
}

async function allowedText(path: string, reach: Reach, context: Context): Promise<string> {
  await agree(reach, context);
  return readText(path, context.cwd);
}
