import type { ImageInfo, PackageInfo } from "./image-info.ts";
import type { VexStatement } from "../advisory/vex.ts";

/** An entry of an SBOM that nothing can be looked up for. */
export interface NotJudged {
  readonly name: string;
  readonly version: string;
  /** Its location: `#/components/3`, `line 12`. */
  readonly where: string;
  /** Starts small: `it has no purl`. */
  readonly reason: string;
}

/** An SBOM as its format's reader returns it. Packages are those of an image: a scan treats both alike. */
export interface Sbom {
  /** `CycloneDX 1.6 JSON`, `SPDX 2.3 tag-value`, `list of purls`. */
  readonly format: string;
  /** Its subject, where it names one. */
  readonly subject?: {
    readonly name: string;
    readonly version?: string;
    /** Purls, digests (`sha256:...`), names and CycloneDX references by which statements may mean it. */
    readonly ids: readonly string[];
  };
  /** `syft 1.20.0`, sorted. */
  readonly tools: readonly string[];
  /** As written. */
  readonly created?: string;
  /** Empty where neither a component, nor a purl, nor metadata names a distribution. */
  readonly os: ImageInfo["os"];
  /** By purl and path. `path` is the package's location according to the SBOM, else that of its entry in the SBOM. */
  readonly packages: readonly PackageInfo[];
  /** In the order of the file. */
  readonly notJudged: readonly NotJudged[];
  /** Sentences on what limits the answer: conflicting distributions, packages without their source package. */
  readonly notes: readonly string[];
  /** VEX statements in the SBOM itself. */
  readonly statements: readonly VexStatement[];
  /** CycloneDX serial number (`urn:uuid:...`), by which other documents link to it, and the purl of each reference. */
  readonly serial?: string;
  readonly refs: ReadonlyMap<string, string>;
}
