import { identityOfRemarks } from "../identity-text.ts";
import type { Sbom } from "../../../domain/image/sbom.ts";
import { entryBook } from "../entries.ts";
import { systemBook, systemOf } from "../system.ts";
import { fromTexts } from "./source-info.ts";

/** What a reader needs of a package, whatever the serialisation. */
export interface SpdxPackage {
  readonly id: string;
  readonly name: string;
  readonly version?: string | undefined;
  readonly purl?: string | undefined;
  /** Upper case with dashes: `OPERATING-SYSTEM`. */
  readonly purpose?: string | undefined;
  readonly sourceInfo?: string | undefined;
  readonly summary?: string | undefined;
  readonly licences?: readonly string[];
  readonly digest?: string | undefined;
  /** What tools write into comments: `Class: lang-pkgs`, `PkgID: ...`. */
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
  const bare: SpdxPackage[] = [];
  const described = new Set<string>();
  const images: SpdxPackage[] = [];

  return {
    package(one) {
      const { purl, purpose = "", name, version, summary, sourceInfo, where } = one;
      if (purpose === "OPERATING-SYSTEM") {
        systems.stated(systemOf(name, version, summary === undefined ? {} : { prettyName: summary }));
      } else if (purl === undefined) {
        bare.push(one);
      } else if (/^pkg:(?:oci|docker)\//i.test(purl)) {
        images.push(one);
      } else {
        const { licences = [] } = one;
        const judged = entries.add({
          name,
          version,
          purl,
          licences,
          where,
          ...fromTexts(purl, sourceInfo, one.remarks),
          identity: identityOfRemarks(one.remarks),
        });
        if (judged !== undefined) refs.set(one.id, judged);
      }
    },
    describes: (id) => void described.add(id),
    finish({ format, name, tools, created }) {
      for (const one of bare) {
        const isSubject = described.has(one.id) || (one.purpose !== undefined && noPackages.has(one.purpose));
        if (isSubject || isLockFile(one)) continue;
        entries.add({ name: one.name, version: one.version, purl: undefined, where: one.where });
      }
      const about = [...images, ...bare].find(({ id }) => described.has(id)) ?? images[0];
      const subject = about ?? (name === undefined ? undefined : { name });
      const judged = entries.finish();
      const system = systems.finish();
      return {
        format,
        ...(subject === undefined ? {} : { subject: subjectOf(subject) }),
        tools: [...new Set(tools)].sort(),
        ...(created === undefined ? {} : { created }),
        os: system.os,
        packages: judged.packages,
        notJudged: judged.notJudged,
        notes: [...system.notes, ...judged.notes],
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
  const written = version !== undefined && /^sha256:[0-9a-f]{64}$/.test(version) ? version : undefined;
  const ids = [name, purl, digest, written].filter((id): id is string => id !== undefined && id !== "");
  return { name, ...(version === undefined ? {} : { version }), ids: [...new Set(ids)] };
}

/** Trivy lists the lock files in which it found packages among the packages. */
function isLockFile({ remarks = [] }: SpdxPackage): boolean {
  return remarks.some((remark) => /^(?:Class|Type): /m.test(remark));
}
