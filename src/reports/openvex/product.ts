import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { ociPurl, subjectOf } from "../sbom/subject.ts";

/**
 * How statements name what they are about: the image with the packages as parts of it. Without an image, as for an SBOM, the packages stand for
 * themselves. Whoever applies the document compares it with the image that they see: a purl's qualifiers must all be theirs, so it has no tag; an
 * archive is known by the name in it, and a path of this machine is no one else's. `named` is a purl in place of all that. Throws `Failure`
 * (`bad-usage`) when it is not one.
 */
export function productOf(report: Report, named: string | undefined): (purls: readonly string[]) => readonly object[] {
  const alone = (purls: readonly string[]) => purls.map((purl) => ({ "@id": purl, identifiers: { purl } }));
  const product = named === undefined ? ofImage(report) : ofPurl(named);
  if (product === undefined) return alone;
  return (purls) => [{ ...product, subcomponents: alone(purls) }];
}

function ofPurl(purl: string): object {
  if (!/^pkg:[a-z][a-z0-9.+-]{0,40}\/[!-~]{1,500}$/u.test(purl))
    throw new Failure("bad-usage", `--product ${JSON.stringify(purl)} is not a purl`, {
      hint: "Write it as pkg:oci/app@sha256:...?repository_url=registry.example/team/app or pkg:docker/team/app@1.0.",
    });
  return { "@id": purl, identifiers: { purl } };
}

function ofImage(report: Report): object | undefined {
  if (report.image === undefined) return undefined;
  const { image, digest, sha256 } = subjectOf(report);
  const reference = report.targets.find(({ kind }) => kind === "image")?.reference;
  const purl =
    reference === undefined || image.manifestDigest === undefined || sha256 === undefined
      ? undefined
      : ociPurl(reference, digest, image.config.architecture, false);
  const id = purl ?? reference ?? (sha256 === undefined ? undefined : digest);
  if (id === undefined) return undefined;
  return {
    "@id": id,
    ...(purl === undefined ? {} : { identifiers: { purl } }),
    ...(sha256 === undefined ? {} : { hashes: { "sha-256": sha256 } }),
  };
}
