import { resolve } from "node:path";
import type { ContainerSpec, ContainerSpecs } from "../../../domain/container/container-spec.ts";
import { isEngineSocket } from "../../../facts/container-spec/engine-socket.ts";
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
    const dockerfile = resolve(container.build.value, textIn(build.get("dockerfile")) ?? "Dockerfile");
    const file = files.get(dockerfile);
    if (file === undefined) needs.push(dockerfile);
    if (file === undefined || "refused" in file) return container;
    const buildBase = baseOf(file.text, textIn(build.get("target")));
    return { ...container, ...(buildBase !== undefined && { buildBase }) };
  });
  return { ...specs, containers, needs };
}

function reachesHost({ privileged, mounts }: ContainerSpec): boolean {
  return privileged?.value === true || mounts.some(({ value: { source } }) => isEngineSocket(source ?? ""));
}

const from = /^[ \t]{0,20}FROM[ \t]+(?:--platform=\S{1,80}[ \t]+)?(\S{1,300})(?:[ \t]+AS[ \t]+(\S{1,100}))?[ \t]*$/gim;

/** The image below a stage, the last one by default; undefined where a variable names it. */
function baseOf(dockerfile: string, target: string | undefined): string | undefined {
  const stages = Array.from(dockerfile.matchAll(from), ([, image = "", name]) => ({
    image,
    name: name?.toLowerCase(),
  }));
  const named = (name: string) => stages.findLastIndex((stage) => stage.name === name.toLowerCase());
  let at = target === undefined ? stages.length - 1 : named(target);
  for (;;) {
    const image = stages[at]?.image;
    const below =
      image === undefined ? -1 : stages.slice(0, at).findLastIndex(({ name }) => name === image.toLowerCase());
    if (below === -1) return image?.includes("$") === true ? undefined : image;
    at = below;
  }
}
