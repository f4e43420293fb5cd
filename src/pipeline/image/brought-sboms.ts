import { Failure } from "../../domain/failure.ts";
import type { BroughtSbom, ImageContents, PackageInfo } from "../../domain/image/image-info.ts";
import { broughtSboms, type SbomFile } from "../../facts/packages/brought-sboms.ts";
import { joinDeclared, type Declaration } from "../../facts/packages/join-declared.ts";
import { inflateGzip } from "../../facts/packages/archive/inflate.ts";
import type { Tree } from "../../facts/tree/tree.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Image } from "../../sources/image/image-source.ts";
import { readFiles } from "../../sources/image/layers/read-files.ts";

/** Of all together: a hardened image has one a package. */
const [mostFiles, mostBytes] = [500, 64 * 1024 * 1024];
/** Milliseconds for one. */
const longestMs = 10_000;

interface Found {
  /** What nothing on disk shows. */
  readonly packages: readonly PackageInfo[];
  /** What was seen and is among `packages` by a better name. */
  readonly replaced: ReadonlySet<PackageInfo>;
  readonly sboms: readonly BroughtSbom[];
  readonly unread: NonNullable<ImageContents["unread"]>;
}

/**
 * What the SBOMs in an image declare, beside `seen`. One that is damaged or hostile is listed as unread, and takes nothing from the others. Throws
 * `Failure` (`bad-image`, `unreadable`, `interrupted`).
 */
export async function readBroughtSboms(
  image: Image,
  tree: Tree,
  seen: readonly PackageInfo[],
  signal: AbortSignal | undefined,
): Promise<Found> {
  const all = broughtSboms(tree);
  if (all.length === 0) return { packages: [], replaced: new Set(), sboms: [], unread: [] };
  const { taken, left } = within(all);
  const refs = taken.flatMap(({ layer, entry, embedded }) => (embedded === undefined ? { layer, index: entry } : []));
  const contents = await readFiles(image, refs, mostBytes, signal);
  const { readSbom } = await import("../../formats/sbom/read-sbom.ts");
  const unread: Found["unread"][number][] = left.map(({ path, layer }) => ({
    path,
    layer,
    reason: `the SBOMs of this image are more than the ${mostFiles} files or ${mostBytes / 1_048_576} MiB that are read`,
  }));
  const declared: (Declaration & { readonly format: string; readonly count: number })[] = [];
  for (const { path, layer, entry, embedded } of taken) {
    try {
      const bytes = embedded === undefined ? contents.get(`${layer}:${entry}`) : unpacked(embedded);
      if (bytes === undefined) throw new Failure("bad-sbom", "it could not be read again", { hint: "" });
      const { packages, notJudged, format } = withinTime(longestMs, path, () => readSbom(bytes, path));
      declared.push({ path, layer, packages, format, count: packages.length + notJudged.length });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unread.push({ path, layer, reason: error.message });
    }
  }
  const { packages, replaced, contradictions } = joinDeclared(seen, declared);
  const sboms = declared.map(({ path, layer, format, count }, at) => ({
    path,
    layer,
    format,
    packages: count,
    contradictions: contradictions[at] ?? [],
  }));
  return { packages, replaced, sboms, unread };
}

/** What was unpacked once as the program was read. */
function unpacked(gzip: string): Uint8Array {
  return inflateGzip(Buffer.from(gzip, "base64"), mostBytes);
}

function within(all: readonly SbomFile[]): { readonly taken: readonly SbomFile[]; readonly left: readonly SbomFile[] } {
  let bytes = 0;
  const taken: SbomFile[] = [];
  for (const file of all) {
    if (taken.length >= mostFiles || bytes + file.bytes > mostBytes) continue;
    bytes += file.bytes;
    taken.push(file);
  }
  const known = new Set(taken);
  return { taken, left: all.filter((file) => !known.has(file)) };
}
