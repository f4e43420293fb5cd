import { Failure } from "../../domain/failure.ts";

const supportedFormats =
  "CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2.2, 2.3 (JSON, tag-value) and 3.0 (JSON-LD), syft's JSON, and a list of purls, one a line";

/** The failure for an invalid SBOM, with the location but without any of its content. */
export function badSbom(name: string, problem: string, location?: string): Failure {
  return new Failure("bad-sbom", `${name} cannot be read as an SBOM: ${problem}${location ? ` (${location})` : ""}`, {
    hint: `Make it again with the tool that made it. hullproof reads ${supportedFormats}.`,
  });
}

/** For text in no known format. */
export function noSbom(name: string, problem: string): Failure {
  return new Failure("bad-sbom", `${name} is neither an image archive nor an SBOM: ${problem}`, {
    hint: `Name an image, an archive or a folder; or an SBOM: ${supportedFormats}.`,
  });
}
