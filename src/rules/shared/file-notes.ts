import type { Evidence } from "../../domain/finding/finding.ts";
import type { FileNote, PackageInfo } from "../../domain/image/image-info.ts";
import { mostListed } from "./image-text.ts";
import { lastPart, upToMark } from "../../text/cut.ts";

/** The files as evidence, the first of them only; nothing when there are none. `more` says what else is known of one. */
export function noteEvidence<Note extends FileNote>(
  notes: readonly Note[],
  more: (note: Note) => string | undefined = () => undefined,
): readonly [Evidence, ...Evidence[]] | undefined {
  const [first, ...others] = notes.slice(0, mostListed).map((note): Evidence => {
    const { path, layer, bytes, mode, uid, gid, owner } = note;
    const said = more(note);
    const detail = [
      ...(said === undefined ? [] : [said]),
      `mode ${mode}, uid ${uid}, gid ${gid}`,
      ...(owner === undefined ? [] : [`of ${owner}`]),
    ].join(", ");
    return { kind: "file", path, layer, bytes, detail };
  });
  return first && [first, ...others];
}

/** Whether the image has a package manager's database, without which no one can say that a file is no package's. */
export function knowsOwners(packages: readonly PackageInfo[]): boolean {
  return packages.some(({ purl }) => /^pkg:(?:deb|rpm|apk|alpm)\//.test(purl));
}

/** `passwd` of `pkg:deb/debian/passwd@1:4.17.4-2?arch=amd64`. */
export function ownerName(purl: string): string {
  return upToMark(lastPart(purl.replace(/\?.*$/s, "")), "@", "/") || purl;
}
