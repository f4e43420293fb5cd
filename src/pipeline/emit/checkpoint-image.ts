import { engineHoles } from "../../data/engine-holes.ts";
import { Failure } from "../../domain/failure.ts";
import { findHoles } from "../../facts/engine-holes/find-holes.ts";
import { connect } from "../../sources/engine/client/connect.ts";
import { manifestAnnotations } from "../../sources/engine/images/manifest-annotations.ts";
import type { Emitter } from "../../dialects/emitter.ts";
import type { Context } from "../context.ts";

/** The annotation that makes `podman run` treat an image as a checkpoint, with any value. */
export const checkpointAnnotation = "io.podman.annotations.checkpoint.runtime.name";

const hole = "CVE-2026-94603";
const askMs = 3000;

/** The version of the Podman that will run it, or `any`; undefined for another engine. */
export function podmanOf(
  { name, versions }: Pick<Emitter, "name" | "versions">,
  version: string | undefined,
  engines: readonly string[],
): string | undefined {
  if (versions?.flag === "podman") return version ?? "any";
  if (name !== "docker-run") return undefined;
  const [, podmanVersion = "any"] = engines
    .map((word) => /^podman(?:@v?(.+))?$/u.exec(word))
    .find((match) => match !== null) ?? [undefined, ""];
  return podmanVersion === "" ? undefined : podmanVersion;
}

/** Whether this Podman restores a checkpoint by an image's annotation. A version without its last number counts as the first of its line. */
export function takesCheckpoints(podman: string): boolean {
  if (podman === "any") return true;
  const checkpointVulnerabilities = engineHoles.filter(({ id }) => id === hole);
  return (
    findHoles(
      checkpointVulnerabilities,
      [{ part: "podman", version: podman }],
      new Map([["podman", { kind: "upstream" }]]),
    ).length > 0
  );
}

/**
 * `podman run` of a checkpoint image ignores every flag of the line (CVE-2026-94603), so none is emitted for one: a Podman that has the image is asked for
 * its annotations. Resolves with a note where none is available. Throws `bad-profile`.
 */
export async function refuseCheckpoint(
  image: string,
  podman: string,
  { env }: Pick<Context, "env">,
): Promise<string | undefined> {
  if (!takesCheckpoints(podman)) return undefined;
  const annotations = await annotationsOf(image, env);
  if (annotations === undefined)
    return `Whether ${image} is a checkpoint image was not looked at, since no Podman here has it: Podman before 5.8.8 and 6.1.3 ignores all of this for one (${hole}).`;
  if (!Object.hasOwn(annotations, checkpointAnnotation)) return undefined;
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
    // Without an engine, or an engine's image, the annotation is reported as not checked.
    return undefined;
  }
}
