import { documentedAccess, engineInContainer, type DocumentedAccess } from "../../data/documented-access.ts";
import type { WrittenContainer } from "../../domain/container-spec/written-container.ts";
import { imageReference } from "../../facts/container-spec/image-reference.ts";

/** Whether the documentation of the container's image has its user give it this. A tag from a variable is any. */
export function isDocumented(access: DocumentedAccess, { image }: Pick<WrittenContainer, "image">): boolean {
  const reference = imageReference((image?.value ?? "").replace(/[:@]\$.*$/s, ""));
  if (reference === undefined) return false;
  if (reference.name === "docker") return access === "privileged" && engineInContainer.test(reference.tag ?? "");
  return documentedAccess.get(reference.name)?.has(access) === true;
}
