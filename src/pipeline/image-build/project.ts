import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import { buildReach } from "../../consent/build-reach.ts";
import { lexically, within } from "../../consent/paths.ts";
import { itemsNeedingConsent } from "../../consent/decide.ts";
import type { ResolvedPath, HostAccess } from "../../domain/workload/host-access.ts";
import { locate } from "../../sources/files/locate.ts";
import { requestConsent, askerIn, placeReach } from "../consent/request-consent.ts";
import { readText } from "../host/read-text.ts";
import type { Context } from "../context.ts";
import { isDeployed, ofManifests } from "./deployment-folder.ts";
import { configFor } from "../settings/settings.ts";

/** A buildable folder: its Dockerfile, its build context, its `hullproof.yaml`. */
export interface Project {
  readonly config: Config;
  /** Path from the current folder. */
  readonly dockerfilePath: string;
  readonly original: string;
  /** Absolute. */
  readonly context: string;
  /** The context's device and inode: consent and build refer to this folder, even if its name later leads elsewhere. */
  readonly located: ResolvedPath | undefined;
  /**
   * Host access of its build: context and Dockerfile, where `hullproof.yaml` or a link leads out of the folder, a front end and arguments
   * that the builder obeys.
   */
  readonly reach: HostAccess;
}

/** Reads a folder, or with `single` also one Dockerfile, which then replaces the folder's or the configured one. */
export async function readProject(path: string, context: Context, single = false): Promise<Project> {
  const info = await stat(resolve(context.cwd, path)).catch(() => undefined);
  if (info === undefined)
    throw new Failure("no-such-file", `${path} does not exist`, {
      hint: "Name the folder that holds your Dockerfile.",
    });
  const namedFile = single && info.isFile() ? path : undefined;
  const dir = namedFile === undefined ? path : dirname(namedFile);
  const folder = resolve(context.cwd, dir);
  if (!info.isDirectory() && namedFile === undefined)
    throw new Failure("bad-usage", `${dir} is not a folder`, {
      hint: "Name the folder that holds your Dockerfile; `hullproof fix` takes a single file.",
    });
  const config = await configFor(dir, context);
  const base = config.file === undefined ? folder : dirname(config.file);
  const name =
    namedFile ??
    config.build.dockerfile ??
    ["Dockerfile", "Containerfile"].find((fileName) => existsSync(join(folder, fileName)));
  if (name === undefined) {
    throw new Failure("no-such-file", `there is no Dockerfile in ${dir}`, {
      hint: isDeployed(folder)
        ? ofManifests
        : "Name the folder that holds it, or say where it is: build: { dockerfile: PATH } in hullproof.yaml.",
    });
  }
  const dockerfilePath = namedFile ?? (config.build.dockerfile === undefined ? join(dir, name) : join(base, name));
  const buildContext = config.build.context === undefined ? folder : resolve(base, config.build.context);
  const asker = await askerIn(
    config.build.context === undefined && config.build.dockerfile === undefined ? folder : base,
    context.cwd,
  );
  const places = [
    ...(config.build.context === undefined
      ? await linkReach(dir, context.cwd)
      : await placeReach(buildContext, "builds from", asker)),
    // A path from the command line may be anywhere.
    ...(namedFile === undefined
      ? await placeReach(resolve(context.cwd, dockerfilePath), "builds by the Dockerfile", asker)
      : []),
  ];
  const located = await locate(buildContext);
  // A file outside the folder is not read without the user's consent.
  const original =
    places.length > 0
      ? await allowedText(dockerfilePath, places, context)
      : await readText(dockerfilePath, context.cwd);
  const settings = itemsNeedingConsent(buildReach({ dockerfile: original, buildArgs: config.build.args }));
  return { config, dockerfilePath, original, context: buildContext, located, reach: [...places, ...settings] };
}

/** Host access of a folder named by a path from here: links in a repository must not lead out of the current folder. */
async function linkReach(dir: string, cwd: string): Promise<HostAccess> {
  if (!within(cwd, lexically(cwd, dir))) return [];
  return placeReach(resolve(cwd, dir), "builds from", await askerIn(cwd, cwd));
}

async function allowedText(path: string, reach: HostAccess, context: Context): Promise<string> {
  await requestConsent(reach, context);
  return readText(path, context.cwd);
}
