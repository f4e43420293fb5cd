import type { Report } from "../../domain/report.ts";
import { subjectOf } from "../sbom/subject.ts";

/**
 * How statements name what they are about: the image with the packages as parts of it. Without an image, as for a bill of materials, the
 * packages stand for themselves.
 */
export function productOf(report: Report): (purls: readonly string[]) => readonly object[] {
  if (report.image === undefined) return (purls) => purls.map((purl) => ({ "@id": purl, identifiers: { purl } }));
  const { name, sha256, purl } = subjectOf(report);
  const image = {
    "@id": purl ?? name,
    ...(purl === undefined ? {} : { identifiers: { purl } }),
    ...(sha256 === undefined ? {} : { hashes: { "sha-256": sha256 } }),
  };
  return (purls) => [{ ...image, subcomponents: purls.map((one) => ({ "@id": one, identifiers: { purl: one } })) }];
}
