import { kernelPurposes } from "../../data/kernel-purposes.ts";
import { libraryImages } from "../../data/library-images.ts";
import type { ContainerSpec, MountSpec } from "../../domain/container/container-spec.ts";
import { imageReference } from "./image-reference.ts";

/** The mount that shows why a container needs this of the host's kernel, in words; none of Docker's official images (databases, web servers) has such a purpose. */
export function kernelPurposeOf(
  access: "privileged" | "SYS_MODULE",
  { image, buildBase, mounts }: ContainerSpec,
): string | undefined {
  if (isOfficial(image?.value) || isOfficial(buildBase)) return undefined;
  const purposes = kernelPurposes.filter(({ loadsModules }) => access === "privileged" || loadsModules === true);
  for (const { value } of mounts) {
    const source = (value.source ?? "").replace(/\/$/, "");
    const purpose = purposes.find((one) => shows(one, source, value));
    if (purpose !== undefined) return `its mount of \`${source}\` ${purpose.shows}`;
  }
  return undefined;
}

/** The purpose of a driver's part on each node: privileged gives it the host, so that its mounts of the host add nothing. */
export function nodePurposeOf(container: ContainerSpec): string | undefined {
  const isDriver = container.workloadResource?.kind === "DaemonSet" && container.privileged?.value === true;
  return isDriver ? kernelPurposeOf("privileged", container) : undefined;
}

function shows(purpose: (typeof kernelPurposes)[number], source: string, { type, readOnly }: MountSpec): boolean {
  if (type !== "bind" || (readOnly && purpose.readOnly !== true)) return false;
  return purpose.folders.some((folder) => source === folder || (purpose.below && source.startsWith(`${folder}/`)));
}

function isOfficial(image = ""): boolean {
  const name = imageReference(image.replace(/[:@]\$.*$/s, ""))?.name;
  return name !== undefined && !systems.has(name) && libraryImages.has(name);
}

/** Official images that are only a system to install things in. */
const systems: ReadonlySet<string> = new Set([
  "almalinux",
  "alpine",
  "amazonlinux",
  "archlinux",
  "bash",
  "busybox",
  "debian",
  "fedora",
  "oraclelinux",
  "rockylinux",
  "ubuntu",
]);
