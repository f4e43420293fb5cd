import { resolve } from "node:path";
import type { ContainerSpec, ContainerSpecs } from "../../../domain/container/container-spec.ts";
import { imageReference } from "../../../facts/container-spec/image-reference.ts";
import { baseOf } from "../../../facts/dockerfile/base-of.ts";
import { unprivilegedUser } from "../../../facts/dockerfile/unprivileged-user.ts";
import { dockerfileFact } from "../../../facts/dockerfile/stages.ts";
import { chainTo } from "../../../facts/dockerfile/target-chain.ts";
import { dockerfileOfImage, type ImageDockerfile } from "../../../facts/repository/image-dockerfiles.ts";
import { readDockerfile } from "../../../formats/dockerfile/parse.ts";
import { holdsEngineSocket, isEngineSocket } from "../../../facts/container-spec/engine-socket.ts";
import { mapIn, textIn, type MapNode } from "../../../formats/compose/compose-node.ts";
import type { KnownFile } from "../../../dialects/compose/project/compose-project.ts";

interface Project {
  readonly model: MapNode | undefined;
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly imageDockerfiles?: readonly ImageDockerfile[];
}

/**
 * With the base and the user of each service with access to the host that the repository builds: the base's documentation may ask for the
 * access, and a user other than root may not have it. `needs`: absolute paths of the Dockerfiles that are not read yet.
 */
export function withBuilds(
  specs: ContainerSpecs,
  project: Project,
): ContainerSpecs & { readonly needs: readonly string[] } {
  const needs: string[] = [];
  const containers = specs.containers.map((container): ContainerSpec => {
    const build = reachesHost(container) ? buildOf(container, project) : undefined;
    if (build === undefined) return container;
    const file = build.inline === undefined ? project.files.get(build.path) : { text: build.inline };
    if (file === undefined) needs.push(build.path);
    return file === undefined || "refused" in file ? container : { ...container, ...builtBy(file.text, build.target) };
  });
  return { ...specs, containers, needs };
}

function reachesHost({ privileged, mounts }: ContainerSpec): boolean {
  return (
    privileged?.value === true ||
    mounts.some(({ value: { source = "" } }) => isEngineSocket(source) || holdsEngineSocket(source))
  );
}

interface Build {
  readonly path: string;
  readonly inline?: string | undefined;
  readonly target?: string | undefined;
}

/** What the service builds, or what its image is built from elsewhere in the repository. */
function buildOf({ build, image, name }: ContainerSpec, { model, imageDockerfiles = [] }: Project): Build | undefined {
  if (build === undefined) {
    const reference = imageReference(image?.value.replace(/[:@]\$.*$/s, "") ?? "");
    return reference && dockerfileOfImage(imageDockerfiles, reference.name);
  }
  const settings = mapIn(mapIn(model, "services").get(name), "build");
  return {
    path: resolve(build.value, textIn(settings.get("dockerfile")) ?? "Dockerfile"),
    inline: textIn(settings.get("dockerfile_inline")),
    target: textIn(settings.get("target")),
  };
}

/** Of a stage, the last one by default. */
function builtBy(text: string, target: string | undefined): Pick<ContainerSpec, "buildBase" | "buildUser"> {
  const { parsed } = readDockerfile("Dockerfile", text);
  if (parsed === undefined) return {};
  const dockerfile = dockerfileFact(parsed);
  const { stages } = dockerfile;
  const stage = stages.findLast(({ name }) => target === undefined || name?.toLowerCase() === target.toLowerCase());
  const buildBase = baseOf(stages, stage);
  const buildUser = unprivilegedUser(chainTo(dockerfile, stage));
  return { ...(buildBase !== undefined && { buildBase }), ...(buildUser !== undefined && { buildUser }) };
}
