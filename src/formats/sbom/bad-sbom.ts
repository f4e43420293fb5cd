import { Failure } from "../../domain/failure.ts";

const known =
  "CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2.2, 2.3 (JSON, tag-value) and 3.0 (JSON-LD), syft's JSON, and a list of purls, one a line";

/** What is wrong with an SBOM and where, without any of its content. */
export function badSbom(name: string, what: string, where?: string): Failure {
  return new Failure("bad-sbom", `${name} cannot be read as an SBOM: ${what}${where ? ` (${where})` : ""}`, {
    hint: `Make it again with the tool that made it. hullproof reads ${known}.`,
  });
}

/** For text that is of no format at all. */
export function noSbom(name: string, what: string): Failure {
  return new Failure("bad-sbom", `${name} is neither an image archive nor an SBOM: ${what}`, {
    hint: `Name an image, an archive or a folder; or an SBOM: ${known}.`,
  });
}
