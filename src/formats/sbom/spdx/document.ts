import { identityOfRemarks } from "../identity-text.ts";
import type { Sbom } from "../../../domain/image/sbom.ts";
import { entryBook } from "../entries.ts";
import { systemBook, systemOf } from "../system.ts";
import { fromTexts } from "./source-info.ts";

/** The parts of a package that a reader needs, in any serialization. */
export interface SpdxPackage {
  readonly id: string;
  readonly name: string;
  readonly version?: string | undefined;
  readonly purl?: string | undefined;
  /** Upper case with dashes: `OPERATING-SYSTEM`. */
  readonly purpose?: string | undefined;
  readonly sourceInfo?: string | undefined;
  readonly summary?: string | undefined;
  readonly licenses?: readonly string[];
  readonly digest?: string | undefined;
  /** Remarks that tools write into comments: `Class: lang-pkgs`, `PkgID: ...`. */
  readonly remarks?: readonly string[];
  readonly where: string;
}

export interface SpdxReader {
  package(one: SpdxPackage): void;
  /** An element that the document is about. */
  describes(id: string): void;
  finish(head: {
    readonly format: string;
    readonly name: string | undefined;
    readonly tools: readonly string[];
    readonly created: string | undefined;
  }): Sbom;
}

/** Purposes that are no package: https://spdx.github.io/spdx-spec/v2.3/package-information/#724-primary-package-purpose-field */
const noPackages: ReadonlySet<string> = new Set(["CONTAINER", "FILE", "ARCHIVE", "SOURCE", "OTHER"]);

/** Throws `Failure` (`bad-sbom`). */
export function spdxReader(file: string): SpdxReader {
  const systems = systemBook();
  const entries = entryBook(file, systems);
  const refs = new Map<string, string>();
  /** Packages without a purl, until it is known which of them the document is about. */
  const packagesWithoutPurl: SpdxPackage[] = [];
  const described = new Set<string>();
  const images: SpdxPackage[] = [];

  return {
    package(spdxPackage) {
      const { purl, purpose = "", name, version, summary, sourceInfo, where } = spdxPackage;
      if (purpose === "OPERATING-SYSTEM") {
        systems.stated(systemOf(name, version, summary === undefined ? {} : { prettyName: summary }));
      } else if (purl === undefined) {
        packagesWithoutPurl.push(spdxPackage);
      } else if (/^pkg:(?:oci|docker)\//i.test(purl)) {
        images.push(spdxPackage);
      } else {
        const { licenses = [] } = spdxPackage;
        const packagePurl = entries.add({
          name,
          version,
          purl,
          licenses,
          where,
          ...fromTexts(purl, sourceInfo, spdxPackage.remarks),
          identity: identityOfRemarks(spdxPackage.remarks),
        });
        if (packagePurl !== undefined) refs.set(spdxPackage.id, packagePurl);
      }
    },
    describes: (id) => void described.add(id),
    finish({ format, name, tools, created }) {
      for (const spdxPackage of packagesWithoutPurl) {
        const isSubject =
          described.has(spdxPackage.id) || (spdxPackage.purpose !== undefined && noPackages.has(spdxPackage.purpose));
        if (isSubject || isLockFile(spdxPackage)) continue;
        entries.add({
          name: spdxPackage.name,
          version: spdxPackage.version,
          purl: undefined,
          where: spdxPackage.where,
        });
      }
      const about = [...images, ...packagesWithoutPurl].find(({ id }) => described.has(id)) ?? images[0];
      const subject = about ?? (name === undefined ? undefined : { name });
      const contents = entries.finish();
      const system = systems.finish();
      return {
        format,
        ...(subject === undefined ? {} : { subject: subjectOf(subject) }),
        tools: [...new Set(tools)].sort(),
        ...(created === undefined ? {} : { created }),
        os: system.os,
        packages: contents.packages,
        notJudged: contents.notJudged,
        notes: [...system.notes, ...contents.notes],
        statements: [],
        refs,
      };
    },
  };
}

function subjectOf({
  name,
  version,
  purl,
  digest,
}: Pick<SpdxPackage, "name" | "version" | "purl" | "digest">): NonNullable<Sbom["subject"]> {
  const imageDigest = version !== undefined && /^sha256:[0-9a-f]{64}$/.test(version) ? version : undefined;
  const ids = [name, purl, digest, imageDigest].filter((id): id is string => id !== undefined && id !== "");
  return { name, ...(version === undefined ? {} : { version }), ids: [...new Set(ids)] };
}

/** Trivy lists the lock files in which it found packages among the packages. */
function isLockFile({ remarks = [] }: SpdxPackage): boolean {
  return remarks.some((remark) => /^(?:Class|Type): /m.test(remark));
}
