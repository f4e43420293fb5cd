import { Failure } from "../../domain/failure.ts";

const known =
  "CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2.2, 2.3 (JSON, tag-value) and 3.0 (JSON-LD), syft's JSON, and a list of purls, one a line";

/** What is wrong with a bill of materials and where, without any of its content. */
export function badSbom(name: string, what: string, where?: string): Failure {
  return new Failure(
    "bad-sbom",
    `${name} cannot be read as a bill of materials: ${what}${where ? ` (${where})` : ""}`,
    {
      hint: `Make it again with the tool that made it. Read are ${known}.`,
    },
  );
}

/** For text that is of no format at all. */
export function noSbom(name: string, what: string): Failure {
  return new Failure("bad-sbom", `${name} is neither an image archive nor a bill of materials: ${what}`, {
    hint: `Name an image, an archive or a folder; or a bill: ${known}.`,
  });
}
