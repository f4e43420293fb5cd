import { engineHoles } from "../../data/engine-holes.ts";
import { Failure } from "../../domain/failure.ts";
import { findHoles } from "../../facts/engine-holes/find-holes.ts";
import { connect } from "../../sources/engine/client/connect.ts";
import { manifestAnnotations } from "../../sources/engine/images/manifest-annotations.ts";
import type { Emitter } from "../../emit/emitter.ts";
import type { Context } from "../context.ts";

/** What makes an image one of a checkpoint to `podman run`, with whatever value. */
export const checkpointAnnotation = "io.podman.annotations.checkpoint.runtime.name";

const hole = "CVE-2026-94603";
const askMs = 3000;

/** The Podman that will read it, as a version or as any; undefined where it is not Podman that will. */
export function podmanOf(
  { name, versions }: Pick<Emitter, "name" | "versions">,
  version: string | undefined,
  engines: readonly string[],
): string | undefined {
  if (versions?.flag === "podman") return version ?? "any";
  if (name !== "docker-run") return undefined;
  const [, asked = "any"] = engines
    .map((word) => /^podman(?:@v?(.+))?$/u.exec(word))
    .find((match) => match !== null) ?? [undefined, ""];
  return asked === "" ? undefined : asked;
}

/** Whether this Podman takes what an image's manifest says for a checkpoint. A version without its last number is taken for the first of its line. */
export function takesCheckpoints(podman: string): boolean {
  if (podman === "any") return true;
  const known = engineHoles.filter(({ id }) => id === hole);
  return (
    findHoles(known, [{ part: "podman", version: podman }], new Map([["podman", { kind: "upstream" }]])).length > 0
  );
}

/**
 * `podman run` of a checkpoint image ignores every flag of the line (CVE-2026-94603), so none is written for one: a Podman that has the image is asked for
 * its annotations. Resolves with a note where none could be asked. Throws `bad-profile`.
 */
export async function refuseCheckpoint(
  image: string,
  podman: string,
  { env }: Pick<Context, "env">,
): Promise<string | undefined> {
  if (!takesCheckpoints(podman)) return undefined;
  const found = await annotationsOf(image, env);
  if (found === undefined)
    return `Whether ${image} is a checkpoint image was not looked at, since no Podman here has it: Podman before 5.8.8 and 6.1.3 ignores all of this for one (${hole}).`;
  if (!Object.hasOwn(found, checkpointAnnotation)) return undefined;
  throw new Failure(
    "bad-profile",
    `Nothing was written: the manifest of ${image} has the annotation ${checkpointAnnotation}, and Podman ${podman === "any" ? "before 5.8.8 and 6.1.3" : podman} would ignore every restriction of this profile for it (${hole}).`,
    { hint: "Do not run this image. Where you trust it: update Podman, and say its version (6.1.3 is podman@6.1.3)." },
  );
}

async function annotationsOf(
  image: string,
  env: Context["env"],
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const engine = await connect({ timeoutMs: askMs, ...(env && { env }) });
    return /podman/iu.test(engine.info.name) ? await manifestAnnotations(engine, image) : undefined;
  } catch {
    // No engine answers, or it has no such image: both are said as what was not looked at.
    return undefined;
  }
}
