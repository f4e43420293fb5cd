import { resolve } from "node:path";
import type { ContainerSpec, ContainerSpecs } from "../../../domain/container/container-spec.ts";
import { baseOf } from "../../../facts/dockerfile/base-of.ts";
import { dockerfileFact } from "../../../facts/dockerfile/stages.ts";
import { readDockerfile } from "../../../formats/dockerfile/parse.ts";
import { holdsEngineSocket, isEngineSocket } from "../../../facts/container-spec/engine-socket.ts";
import { mapIn, textIn, type MapNode } from "../../../formats/compose/compose-node.ts";
import type { KnownFile } from "../../../dialects/compose/project/compose-project.ts";

/**
 * With the image that the build of each service with access to the host begins with: that image's documentation may ask
 * for the access. `needs`: absolute paths of the Dockerfiles that are not read yet.
 */
export function withBuildBases(
  specs: ContainerSpecs,
  model: MapNode | undefined,
  files: ReadonlyMap<string, KnownFile>,
): ContainerSpecs & { readonly needs: readonly string[] } {
  const needs: string[] = [];
  const containers = specs.containers.map((container): ContainerSpec => {
    if (container.build === undefined || !reachesHost(container)) return container;
    const build = mapIn(mapIn(model, "services").get(container.name), "build");
    const path = resolve(container.build.value, textIn(build.get("dockerfile")) ?? "Dockerfile");
    const inline = textIn(build.get("dockerfile_inline"));
    const file = inline === undefined ? files.get(path) : { text: inline };
    if (file === undefined) needs.push(path);
    if (file === undefined || "refused" in file) return container;
    const buildBase = baseBelow(file.text, textIn(build.get("target")));
    return { ...container, ...(buildBase !== undefined && { buildBase }) };
  });
  return { ...specs, containers, needs };
}

function reachesHost({ privileged, mounts }: ContainerSpec): boolean {
  return (
    privileged?.value === true ||
    mounts.some(({ value: { source = "" } }) => isEngineSocket(source) || holdsEngineSocket(source))
  );
}

/** The image below a stage, the last one by default. */
function baseBelow(text: string, target: string | undefined): string | undefined {
  const { parsed } = readDockerfile("Dockerfile", text);
  if (parsed === undefined) return undefined;
  const { stages } = dockerfileFact(parsed);
  const stage = stages.findLast(({ name }) => target === undefined || name?.toLowerCase() === target.toLowerCase());
  return baseOf(stages, stage);
}
