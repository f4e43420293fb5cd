import type { RunLine } from "../../facts/container-spec/run-lines.ts";
import { imageReference, type ImageReference } from "../../facts/container-spec/image-reference.ts";

export type Scanner = "trivy" | "grype" | "syft" | "scout";

const names: readonly (readonly [RegExp, Scanner])[] = [
  [/^(?:(?:public\.ecr\.aws\/)?aquasec\/trivy|(?:ghcr\.io|public\.ecr\.aws)\/aquasecurity\/trivy)$/, "trivy"],
  [/^(?:ghcr\.io\/)?anchore\/grype$/, "grype"],
  [/^(?:ghcr\.io\/)?anchore\/syft$/, "syft"],
  [/^docker\/scout-cli$/, "scout"],
];

/** The vulnerability scanner that a line runs or pulls as a container. */
export function scannerOf(
  line: RunLine,
): { readonly scanner: Scanner; readonly reference: ImageReference } | undefined {
  const reference = line.image && imageReference(line.image.text);
  const scanner = reference && names.find(([pattern]) => pattern.test(reference.name))?.[1];
  return reference && scanner && { scanner, reference };
}
