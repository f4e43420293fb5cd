import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { ContainerSpec } from "../../../domain/workload/container-spec.ts";
import type { Run } from "../types.ts";

/**
 * The same container in the words of an engine that refused the usual ones; undefined when it refused something else. Podman's
 * Docker-compatible API differs from Docker's in these (5.4):
 *
 * - A tmpfs has no owner (`unknown mount option "uid=0"`). Root's it is anyway; it would be filled with what the image has
 *   there, which Docker's never is.
 * - A tmpfs has no number of inodes (`unknown mount option "nr_inodes=4096"`): only its size is bounded, which the report says.
 * - A seccomp profile is the name of a file on the engine's machine, not its text (`opening seccomp profile failed`).
 *
 * @throws Failure `engine-refused` for a tmpfs of someone else.
 */
export async function adaptSpec(run: Run, spec: ContainerSpec, error: unknown): Promise<ContainerSpec | undefined> {
  if (!(error instanceof Failure)) return undefined;
  if (spec.tmpfs !== undefined && /unknown mount option "nr_inodes=/u.test(error.message)) {
    run.note("the number of files in a tmpfs is not limited: this engine's API takes no nr_inodes");
    return { ...spec, tmpfs: withoutInodes(spec.tmpfs) };
  }
  if (spec.tmpfs !== undefined && /unknown mount option "(?:uid|gid)=/u.test(error.message))
    return { ...spec, tmpfs: withoutOwners(spec.tmpfs) };
  if (spec.seccomp?.startsWith("{") === true && error.message.includes("opening seccomp profile failed")) {
    const name = createHash("sha256").update(spec.seccomp).digest("hex").slice(0, 16);
    // The run's folder goes with the run.
    const file = join(run.folder, `seccomp-${name}.json`);
    await writeFile(file, spec.seccomp);
    return { ...spec, seccomp: file };
  }
  return undefined;
}

export function withoutInodes(tmpfs: Readonly<Record<string, string>>): Record<string, string> {
  const kept = (options: string) => options.split(",").filter((word) => !word.startsWith("nr_inodes="));
  return Object.fromEntries(Object.entries(tmpfs).map(([path, options]) => [path, kept(options).join(",")]));
}

export function withoutOwners(tmpfs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tmpfs).map(([path, options]) => {
      const words = options.split(",").filter((word) => !/^(?:uid|gid)=0$/u.test(word));
      const owner = words.find((word) => /^(?:uid|gid)=/u.test(word));
      if (owner !== undefined) {
        const message = `The engine cannot make a tmpfs at ${path} with ${owner}: its API takes no owner.`;
        throw new Failure("engine-refused", message, {
          hint: "Learn this image on a Docker Engine, or mount a volume there that belongs to this user.",
        });
      }
      return [path, [...words, "notmpcopyup"].join(",")];
    }),
  );
}
