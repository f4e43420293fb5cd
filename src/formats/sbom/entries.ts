import type { Sbom, NotJudged } from "../../domain/image/sbom.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import type { PackageIdentity } from "../../domain/image/package-identity.ts";
import { badSbom } from "./bad-sbom.ts";
import { ecosystemName, parsePurl, type PurlParts } from "../purl/purl.ts";
import { ofUpstream, type SourcePackage } from "./source-package.ts";
import type { SystemBook } from "./system.ts";
import { withoutEnd } from "../../text/cut.ts";
import { compareText } from "../../text/compare-text.ts";

/** An entry of an SBOM that should be a package. */
export interface Entry {
  readonly name: string;
  readonly version?: string | undefined;
  readonly purl: string | undefined;
  readonly source?: SourcePackage | undefined;
  readonly licenses?: readonly string[];
  readonly declared?: boolean;
  readonly identity?: PackageIdentity | undefined;
  readonly layer?: number | undefined;
  readonly path?: string | undefined;
  readonly where: string;
}

export interface EntryBook {
  /** Purl as written, or undefined where it cannot be judged. */
  add(entry: Entry): string | undefined;
  finish(): Pick<Sbom, "packages" | "notJudged" | "notes">;
}

/** Images of whole distributions with all their language packages stay below 50,000. */
const maxEntries = 1_000_000;

/** Packages and skipped entries, in the order of the entries. Throws `Failure` (`bad-sbom`) when there are more than a million. */
export function entryBook(file: string, systems: SystemBook): EntryBook {
  const packages = new Map<string, PackageInfo>();
  const notJudged: NotJudged[] = [];
  /** By purl type of a distribution: packages, and those that name their source package. */
  const sources = new Map<string, { all: number; named: number }>();
  return {
    add(entry) {
      const { name, version = "", where } = entry;
      if (packages.size + notJudged.length >= maxEntries)
        throw badSbom(file, "it has more than a million entries", where);
      const refuse = (reason: string) => {
        notJudged.push({ name: shortened(name), version: shortened(version), where, reason: shortened(reason) });
        return undefined;
      };
      const { purl } = entry;
      if (purl === undefined) return refuse("it has no purl");
      let parts: PurlParts;
      try {
        parts = parsePurl(purl);
      } catch (error) {
        return refuse(`its purl ${error instanceof Error ? error.message : "is broken"}`);
      }
      const exact = versionOf(parts, version);
      if (exact === "") return refuse("neither its purl nor its entry has a version");
      systems.fromPurl(parts);
      const info = packageOf(entry, parts, exact, `${file}${where}`);
      if (isDistributions(parts)) {
        const count = sources.get(parts.type) ?? { all: 0, named: 0 };
        count.all++;
        if (info.source !== undefined) count.named++;
        sources.set(parts.type, count);
      }
      const key = `${info.purl}\n${info.path}\n${info.layer}`;
      if (!packages.has(key)) packages.set(key, info);
      return info.purl;
    },
    finish() {
      const notes = [...sources]
        .filter(([type, { named }]) => named === 0 && type !== "rpm")
        .map(
          ([type, { all }]) =>
            `None of the ${all} ${type} packages names the source package it was built from. They are looked up by their own names, which misses advisories on sources of another name.`,
        )
        .sort();
      const sorted = [...packages.values()].sort((a, b) => compareText(a.purl, b.purl) || compareText(a.path, b.path));
      return { packages: sorted, notJudged, notes };
    },
  };
}

function packageOf(entry: Entry, parts: PurlParts, version: string, place: string): PackageInfo {
  const source = entry.source ?? ofUpstream(parts, version);
  const licenses = [...new Set(entry.licenses ?? [])].sort();
  return {
    purl: withVersion(entry.purl ?? "", parts, version),
    name: nameOf(entry.name, parts),
    version,
    ...(source === undefined ? {} : { source }),
    ...(licenses.length === 0 ? {} : { licenses }),
    ...(entry.declared === true ? { declared: true } : {}),
    ...(entry.identity === undefined ? {} : { identity: entry.identity }),
    layer: entry.layer ?? 0,
    path: entry.path ?? place,
  };
}

/** Trivy moves a Debian epoch into a qualifier, as the specification has it for rpm only; a Debian version is not one without it. */
function versionOf({ type, version, qualifiers }: PurlParts, fallbackVersion: string): string {
  const exact = version === "" ? fallbackVersion : version;
  const epoch = qualifiers.get("epoch") ?? "0";
  return type === "deb" && /^[1-9]\d*$/.test(epoch) && !/^\d+:/.test(exact) ? `${epoch}:${exact}` : exact;
}

function isDistributions({ type }: PurlParts): boolean {
  return type === "deb" || type === "apk" || type === "rpm";
}

/** The entry's own spelling where it is the same name (`Jinja2`); else the purl's: others write a Maven group next to the name. */
function nameOf(entryName: string, parts: PurlParts): string {
  const name = ecosystemName(parts);
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_.]+/g, "-");
  return plain(entryName) === plain(name) ? entryName : name;
}

/** Adds a separate version to its purl: all later stages read the purl. */
function withVersion(purl: string, parts: PurlParts, version: string): string {
  if (parts.version !== "") return purl;
  const end = purl.search(/[?#]|$/);
  return `${withoutEnd(purl.slice(0, end), "@/")}@${encodeURIComponent(version)}${purl.slice(end)}`;
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
