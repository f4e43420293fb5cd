import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { imageReference, type ImageReference } from "../../facts/container-spec/image-reference.ts";

export type Scanner = "trivy" | "grype" | "syft" | "scout";

const names: readonly (readonly [RegExp, Scanner])[] = [
  [/^(?:(?:public\.ecr\.aws\/)?aquasec\/trivy|(?:ghcr\.io|public\.ecr\.aws)\/aquasecurity\/trivy)$/, "trivy"],
  [/^(?:ghcr\.io\/)?anchore\/grype$/, "grype"],
  [/^(?:ghcr\.io\/)?anchore\/syft$/, "syft"],
  [/^docker\/scout-cli$/, "scout"],
];

/** The vulnerability scanner that is run or pulled as a container. */
export function scannerOf({
  image,
}: Pick<ContainerSpec, "image">): { readonly scanner: Scanner; readonly reference: ImageReference } | undefined {
  const reference = image && imageReference(image.value);
  const scanner = reference && names.find(([pattern]) => pattern.test(reference.name))?.[1];
  return reference && scanner && { scanner, reference };
}
