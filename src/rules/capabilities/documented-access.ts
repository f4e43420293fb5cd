import {
  documentedAccess,
  engineClient,
  engineInContainer,
  extensionImage,
  registersBinfmt,
  type DocumentedAccess,
} from "../../data/documented-access.ts";
import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { isUserAlone } from "../shared/is-user-but-root.ts";
import { imageReference } from "../../facts/container-spec/image-reference.ts";
import { kernelPurposeOf, nodePurposeOf } from "../../facts/container-spec/kernel-purpose.ts";

/** Why giving it this is no error: the documentation of the container's image asks for it, a mount shows its purpose, or another file names the image. A tag from a variable is any. */
export function excuseOf(access: DocumentedAccess, container: ContainerSpec): string | undefined {
  const { dialect, image, build, buildBase } = container;
  if (isDocumented(access, image?.value)) return "the documentation of the image asks for it";
  if (access === "socket" && image?.value === extensionImage)
    return "the documentation of Docker's extensions has it so";
  if (access === "privileged" && startsEngine(container)) return "its command starts an engine in it";
  if (isDocumented(access, buildBase)) return `it is built on ${buildBase}, whose documentation asks for it`;
  if (access === "socket" && isUserAlone(container)) return "its user is not root, who owns the socket";
  const purpose = access === "privileged" ? kernelPurposeOf(access, container) : nodePurposeOf(container);
  if (purpose !== undefined) return purpose;
  return dialect === "compose" && image === undefined && build === undefined
    ? "another file names the image"
    : undefined;
}

/** Whether the documentation of its image, or of the one that it is built on, asks for it. */
export function documentsAccess(access: DocumentedAccess, { image, buildBase }: ContainerSpec): boolean {
  return isDocumented(access, image?.value) || isDocumented(access, buildBase);
}

const startOfEngine =
  /(?:^|[\s;&|(/])(?:dockerd(?:-entrypoint\.sh)?(?=[\s;&|)]|$)|(?:rc-)?service docker start|systemctl start docker|init\.d\/docker start)/;

function startsEngine({ entrypoint, command }: ContainerSpec): boolean {
  return startOfEngine.test([...(entrypoint?.value ?? []), ...(command?.value ?? [])].join(" "));
}

function isDocumented(access: DocumentedAccess, image = ""): boolean {
  const reference = imageReference(image.replace(/[:@]\$.*$/s, ""));
  if (reference === undefined) return false;
  if (reference.name === "docker")
    return (access === "privileged" ? engineInContainer : engineClient).test(reference.tag ?? "latest");
  if (access === "privileged" && registersBinfmt.test(reference.name)) return true;
  return documentedAccess.get(reference.name)?.has(access) === true;
}
