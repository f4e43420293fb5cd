import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { ociPurl, subjectOf } from "../sbom/subject.ts";
import { vexPurls } from "./vex-purls.ts";

export interface Product {
  /** Subject of a statement about packages. */
  readonly products: (purls: readonly string[]) => readonly object[];
  /** Remark about it for the notes. */
  readonly note?: string;
  /** A warning for the caller. */
  readonly warning?: string;
}

/**
 * Identifies the subject of the statements: the image with its packages as subcomponents. Without an image, as for an
 * SBOM, the packages themselves. Readers compare the document with their image: all qualifiers of a purl must match,
 * so it has no tag; an archive, a layout and a root file system are known by the name in them, and local paths are
 * unknown elsewhere. `requestedProduct` is a purl that replaces all that, or `packages`. Throws `Failure`
 * (`bad-usage`) if it is neither, and for `packages` if the statements would be too broad.
 */
export function productOf(report: Report, requestedProduct: string | undefined): Product {
  if (requestedProduct === "packages") return ofPackages(report);
  const product = requestedProduct === undefined ? ofImage(report) : ofPurl(requestedProduct);
  if (product === undefined) return { products: packages };
  const products = (purls: readonly string[]) => [{ ...product, subcomponents: packages(purls) }];
  if (requestedProduct !== undefined || report.targets.some(isOfRegistry)) return { products };
  return {
    products,
    warning:
      "trivy applies these statements only to an image with a registry's digest; for any other, --product packages writes what it reads",
  };
}

/** An engine may have a digest that no registry has: that of a local build. */
function isOfRegistry({ id }: Report["targets"][number]): boolean {
  return id.startsWith("registry:");
}

const packages = (purls: readonly string[]) =>
  purls.flatMap(vexPurls).map((purl) => ({ "@id": purl, identifiers: { purl } }));

/** A package as a product applies to every image, which says nothing about others: only on request, for one image, and the notes name it. */
function ofPackages(report: Report): Product {
  const images = report.targets.filter(({ kind }) => kind === "image" || kind === "sbom");
  const [only, ...others] = images;
  if (others.length > 0)
    throw new Failure("bad-usage", `--product packages is for one image, and this report is about ${images.length}`, {
      hint: "Write a document for each image, and apply it to that image alone.",
    });
  if (only !== undefined && isOfRegistry(only))
    throw new Failure(
      "bad-usage",
      "--product packages is for images without a registry's digest, and this one is read from its registry",
      {
        hint: "Leave --product out: the digest names the image, and other scanners compare it.",
      },
    );
  const about = report.image === undefined ? (only?.name ?? "one image") : nameAndDigest(report);
  return { products: packages, note: `About ${about} alone: nothing is known of the package in other images.` };
}

function nameAndDigest(report: Report): string {
  const { name, sha256, digest } = subjectOf(report);
  return sha256 === undefined ? name : `${name} (${digest})`;
}

function ofPurl(purl: string): object {
  if (!/^pkg:[a-z][a-z0-9.+-]{0,40}\/[!-~]{1,500}$/u.test(purl))
    throw new Failure("bad-usage", `--product ${JSON.stringify(purl)} is not a purl`, {
      hint: "Write it as pkg:oci/app@sha256:...?repository_url=registry.example/team/app or pkg:docker/team/app@1.0; or write `packages`.",
    });
  return { "@id": purl, identifiers: { purl } };
}

function ofImage(report: Report): object | undefined {
  if (report.image === undefined) return undefined;
  const { image, digest, sha256 } = subjectOf(report);
  const { name, reference } = report.targets.find(({ kind }) => kind === "image") ?? {};
  // An archive or a layout is named by its file, and its manifest digest is in no registry.
  const purl =
    reference === undefined || reference !== name || image.manifestDigest === undefined || sha256 === undefined
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
