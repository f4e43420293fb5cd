import type { ParsedDockerfile } from "../../../domain/dockerfile/parsed-dockerfile.ts";
import type { Instruction } from "../../../domain/dockerfile/syntax.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Span } from "../../../domain/finding/span.ts";
import { imageUses } from "../../../formats/dockerfile/image-uses.ts";

/**
 * Transports that Buildah accepts where Docker accepts only image names, most of them files of the engine's machine
 * (containers-transports(5)). `docker:27` is an image: two slashes follow that transport.
 */
const transport =
  /^docker:\/\/|^(?:docker-archive|docker-daemon|dir|oci|oci-archive|ostree|sif|tarball|atomic|containers-storage):/i;

/** A variable anywhere except in the path and the name of a mount inside the container. */
const hiddenSource = /(?:^|,)(?!(?:target|dst|destination|id)=)[^,]{0,4096}\$/;

/**
 * Throws `not-allowed` with the line for instructions that BuildKit only runs with an entitlement, but Buildah always
 * runs: RUN with the host network or without confinement, and an image that is a file of the machine. Buildah itself
 * reports what it cannot build.
 */
export function refuseReach(parsed: ParsedDockerfile, buildArgs: Readonly<Record<string, string>>): void {
  const uses = imageUses(parsed, buildArgs);
  const stages = new Set(["scratch"]);
  for (const instruction of parsed.instructions) {
    const reach = reachOf(instruction, uses, stages);
    if (reach !== undefined)
      throw new Failure("not-allowed", `${parsed.file}:${lineAt(parsed, instruction.span)}: ${reach}.`, {
        hint: "Write it without that, or build on a Docker Engine, whose BuildKit holds it back.",
      });
    const alias = instruction.keyword === "FROM" ? instruction.words[2]?.text : undefined;
    if (alias !== undefined) stages.add(alias);
  }
}

function reachOf(
  { keyword, flags, words, span }: Instruction,
  uses: ReturnType<typeof imageUses>,
  stages: ReadonlySet<string>,
): string | undefined {
  const within = uses.filter((use) => use.span.start >= span.start && use.span.end <= span.end);
  const file = within.find(({ image }) => transport.test(image));
  if (file !== undefined) return `this engine's builder would take ${file.image} for a file of its machine`;
  const name = words[0]?.text ?? "";
  if (keyword === "FROM" && !within.some(({ how }) => how === "from") && !stages.has(name))
    return `what FROM ${name} takes is not known before it is built`;
  for (const { name: flag, value = "" } of flags) {
    if (/^(?:from|mount)$/.test(flag) && hiddenSource.test(value))
      return `--${flag}=${value} is not known before it is built`;
    const confined = flag === "mount" || (flag === "network" && /^(?:default|none)$/.test(value));
    if (keyword === "RUN" && !confined) return `RUN --${flag}=${value} is not held back by this engine's builder`;
  }
  return undefined;
}

/** One-based. */
export function lineAt({ text }: ParsedDockerfile, { start }: Span): number {
  return text.slice(0, start).split("\n").length;
}
