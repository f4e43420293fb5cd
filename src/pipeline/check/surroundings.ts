import { basename, dirname, resolve } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import type { ContextFolder } from "../../domain/dockerfile/context-folder.ts";
import { contextReader } from "../../sources/context/read-context.ts";
import type { Context } from "../context.ts";
import { type KnownBases, knownBases } from "./known-bases.ts";
import { isDockerfileName } from "./targets.ts";

/** Looks around a Dockerfile: the folder that its build is sent, and the base images that the engine has. */
export function lookAround(session: Pick<Context, "cwd" | "baseImages" | "consent" | "askConsent">): LookAround {
  const { cwd, baseImages } = session;
  const read = contextReader(cwd);
  return async (path, text, config) => {
    const folder = contextFolder(path, config, cwd);
    if (folder !== dirname(resolve(cwd, path))) await mayBeRead(folder, config, session);
    return {
      context: () => read(folder, resolve(cwd, path)),
      ...(baseImages && { bases: await knownBases(text, await baseImages()) }),
    };
  };
}

/** A context outside the folder of the file that names it is not read unless the person agreed. Throws `not-allowed`. */
async function mayBeRead(
  folder: string,
  { file = "" }: Config,
  session: Pick<Context, "cwd" | "consent" | "askConsent">,
): Promise<void> {
  const { agree, askerIn, placeReach } = await import("../agree/agree.ts");
  await agree(await placeReach(folder, "reads the build context", await askerIn(dirname(file), session.cwd)), session);
}

export type LookAround = (path: string, text: string, config: Config) => Promise<LookedAround>;

export interface LookedAround {
  readonly context: () => ContextFolder;
  readonly bases?: KnownBases;
}

/** The configuration says what the build of its Dockerfile is sent; for any other it is taken to be the folder that it lies in. */
function contextFolder(path: string, { file, build }: Config, cwd: string): string {
  const own = resolve(cwd, path);
  if (file === undefined || build.context === undefined) return dirname(own);
  const meant =
    build.dockerfile === undefined ? isDockerfileName(basename(own)) : resolve(dirname(file), build.dockerfile) === own;
  return meant ? resolve(dirname(file), build.context) : dirname(own);
}
