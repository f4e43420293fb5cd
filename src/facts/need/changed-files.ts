import type { FileRef } from "../../domain/image/file-ref.ts";
import { fileAt, findRow } from "../tree/tree.ts";
import type { DpkgImage } from "./dpkg-image.ts";
import type { NeedImage } from "./need-image.ts";

/** A file with the MD5 that dpkg recorded when it installed the package. */
export interface RecordedSum {
  readonly purl: string;
  readonly path: string;
  readonly file: FileRef;
  readonly md5: string;
}

/** Recorded sums of the files that show, of these packages. */
export function recordedSums(image: NeedImage, dpkg: DpkgImage, purls: ReadonlySet<string>): RecordedSum[] {
  const sums: RecordedSum[] = [];
  const add = (path: string, md5: string, expected: string | undefined): void => {
    const row = findRow(image.tree, path);
    const file = row <= 0 ? undefined : fileAt(image.tree, row);
    const purl = row <= 0 ? undefined : image.ownerOf(row);
    if (file === undefined || purl === undefined || !purls.has(purl) || (expected !== undefined && expected !== purl))
      return;
    const index =
      file.type === "hardlink" ? image.tree.layers[file.layer]?.entries.carriers.get(file.entry) : file.entry;
    if (file.type !== "file" && file.type !== "hardlink") return;
    if (index !== undefined) sums.push({ purl, path, md5, file: { layer: file.layer, index } });
  };
  for (const row of image.withFacts)
    for (const [path, md5] of image.factsAt(row)?.sums ?? []) add(path, md5, undefined);
  for (const { purl, record } of dpkg.packages) for (const [path, md5] of record.conffiles) add(path, md5, purl);
  return sums;
}

/** By purl: the first file whose content is not the recorded one. */
export function changedFiles(
  sums: readonly RecordedSum[],
  hashes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const { purl, path, file, md5 } of sums)
    if (!changed.has(purl) && hashes.get(`${file.layer}:${file.index}`) !== md5) changed.set(purl, path);
  return changed;
}
