import type { PackageIdentity } from "../../domain/image/package-identity.ts";
import type { LayerProbe } from "../../domain/image/layer-probe.ts";

/** A package that one file mentions. */
export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  /** Parts of the purl beyond name and version. Namespace and `distro` of a distribution's packages come from the image's os-release. */
  readonly namespace?: string;
  /** When the purl's name differs from `name` (a Maven artifact, a Go module). */
  readonly purlName?: string;
  /** Purl type where one probe finds several kinds (`pkg:generic/node`); the ecosystem's otherwise. */
  readonly purlType?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  /** Source package of a distribution (dpkg `Source`, rpm `SOURCERPM`, apk `origin`). */
  readonly source?: { readonly name: string; readonly version: string };
  /** As the data writes them; an SPDX expression where the data says that it is one. */
  readonly licenses?: readonly string[];
  /** Names of required packages of the same ecosystem, without versions and with all alternatives (`a | b` gives both). */
  readonly dependsOn?: readonly string[];
  /** Other names that it satisfies (dpkg and rpm `Provides`, apk `provides`). */
  readonly provides?: readonly string[];
  /** Path inside the file, for nested archives: `BOOT-INF/lib/x.jar`. */
  readonly within?: string;
  /** Absolute paths of its files, where this very file lists them. A folder with a final slash covers all below it. */
  readonly owns?: readonly string[];
  /** Joins it with the `about` of the same key where a name is not enough: a dist-info folder, of which an image may have several. */
  readonly key?: string;
  /** Purl without version of a more detailed record of the same package: if that is installed in the same version, this one is dropped. */
  readonly alsoAs?: string;
  /** A lock file names it; nothing says that it is installed. */
  readonly declared?: true;
  /** How its name is known, where no package manager recorded it. */
  readonly identity?: PackageIdentity;
}

/** Facts from one file about packages. */
export interface PackageExtract {
  readonly packages?: readonly FoundPackage[];
  /** More about packages that another file names (dpkg's `info/NAME.list`, a `copyright` file), joined by name (`bash`, `libc6:amd64`), or by `key` alone where both have one. */
  readonly about?: readonly {
    readonly name: string;
    readonly key?: string;
    readonly owns?: readonly string[];
    readonly licenses?: readonly string[];
  }[];
  /** Diverted files of all packages except `by` (dpkg-divert(1)). */
  readonly diverted?: readonly { readonly from: string; readonly to: string; readonly by?: string }[];
  /** A certain identity of the file without a version; `reason` fits after the name and a comma. */
  readonly withoutVersion?: readonly { readonly name: string; readonly reason: string }[];
  /** An SBOM that is embedded in the file: gzip, in base64. */
  readonly sbom?: string;
  /** Parts of the file that could not be understood, while the rest could. */
  readonly unread?: readonly { readonly within: string; readonly reason: string }[];
}

/** One kind of package: a probe whose values mention packages. Default-exported by one file of `ecosystems/` each. */
export interface Ecosystem extends LayerProbe<PackageExtract> {
  /** Type of the purl (https://github.com/package-url/purl-spec): `deb`, `npm`, `pypi`. */
  readonly type: string;
  /**
   * A distribution's: purls get the os-release's id as namespace and `distro`, and files that its packages own are not
   * reported again by other ecosystems (Debian's own Python modules are Debian's).
   */
  readonly distribution?: true;
  /** A file that a package of another ecosystem owns, or the very folder of, belongs to that package and is not reported again: a record says more than the file, unless the file is of another release. */
  readonly unlessOwned?: true;
  /** A file holds all packages: each one's layer is the one that brought it, not the last one to rewrite the file. */
  readonly database?: true;
}

export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const decoder = new TextDecoder();
