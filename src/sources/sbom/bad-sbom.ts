import { Failure } from "../../domain/failure.ts";

/** What is wrong with a bill of materials and where, without any of its content. */
export function badSbom(name: string, what: string, where?: string): Failure {
  return new Failure(
    "bad-sbom",
    `${name} cannot be read as a bill of materials: ${what}${where ? ` (${where})` : ""}`,
    {
      hint: "Make it again with the tool that made it. Read are CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2.2, 2.3 (JSON, tag-value) and 3.0 (JSON-LD), syft's JSON, and a list of purls, one a line.",
    },
  );
}
