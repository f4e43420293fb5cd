import type { Evidence } from "../../domain/finding/finding.ts";
import type { FileNote, PackageInfo } from "../../domain/image/image-info.ts";
import { mostListed } from "./image-text.ts";
import { lastPart, upToMark } from "../../text/cut.ts";

/** The first files as evidence; undefined without files. `detailOf` adds a detail to each. */
export function noteEvidence<Note extends FileNote>(
  notes: readonly Note[],
  detailOf: (note: Note) => string | undefined = () => undefined,
): readonly [Evidence, ...Evidence[]] | undefined {
  const [first, ...others] = notes.slice(0, mostListed).map((note): Evidence => {
    const { path, layer, bytes, mode, uid, gid, owner } = note;
    const extraDetail = detailOf(note);
    const detail = [
      ...(extraDetail === undefined ? [] : [extraDetail]),
      `mode ${mode}, uid ${uid}, gid ${gid}`,
      ...(owner === undefined ? [] : [`of ${owner}`]),
    ].join(", ");
    return { kind: "file", path, layer, bytes, detail };
  });
  return first && [first, ...others];
}

/** Whether the image has a package manager's database, without which the owner of a file is unknown. */
export function knowsOwners(packages: readonly PackageInfo[]): boolean {
  return packages.some(({ purl }) => /^pkg:(?:deb|rpm|apk|alpm)\//.test(purl));
}

/** `passwd` of `pkg:deb/debian/passwd@1:4.17.4-2?arch=amd64`. */
export function ownerName(purl: string): string {
  return upToMark(lastPart(purl.replace(/\?.*$/s, "")), "@", "/") || purl;
}
