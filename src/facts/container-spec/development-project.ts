import type { ContainerSpec } from "../../domain/container/container-spec.ts";

const target = /^[ \t]{2,24}target:[ \t]{1,4}["']?(?:dev|develop|development)["']?[ \t]{0,8}(?:#|$)/m;
const tag = /:(?:dev|develop|development)$/;

/** Whether a Compose project is for developing what it builds: a service is built for that, and has the sources mounted over what was built. */
export function isDevelopmentProject(containers: readonly ContainerSpec[], text: string): boolean {
  const built = containers.filter(({ dialect, build }) => dialect === "compose" && build !== undefined);
  const isNamed = built.some(({ image }) => tag.test(image?.value ?? "")) || target.test(text);
  return isNamed && built.some(({ mounts }) => mounts.some(({ value }) => isSourceFolder(value.source)));
}

/** `.`, `./src`, `..`: what is in the repository. */
function isSourceFolder(source = ""): boolean {
  return /^\.{1,2}(?:\/|$)/.test(source);
}
