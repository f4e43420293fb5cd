import { Failure } from "../../domain/failure.ts";
import type { BroughtSbom, SbomContents, PackageInfo } from "../../domain/image/image-info.ts";
import { broughtSboms, type SbomFile } from "../../facts/packages/embedded-sboms.ts";
import { joinDeclared, type Declaration } from "../../facts/packages/join-declared.ts";
import { inflateGzip } from "../../facts/packages/archive/inflate.ts";
import type { Tree } from "../../facts/tree/tree.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Image } from "../../sources/image/image-source.ts";
import { readFiles } from "../../sources/image/layers/read-files.ts";

/** Limits for all of them together: a hardened image has one per package. */
const [mostFiles, mostBytes] = [500, 64 * 1024 * 1024];
/** Milliseconds for one SBOM. */
const maxParseMs = 10_000;

interface EmbeddedPackages {
  /** Packages without their own files in the image. */
  readonly packages: readonly PackageInfo[];
  /** Packages that `packages` has under a better name. */
  readonly replaced: ReadonlySet<PackageInfo>;
  readonly sboms: readonly BroughtSbom[];
  readonly unread: NonNullable<SbomContents["unread"]>;
}

/**
 * Packages declared by SBOMs in an image, in addition to `installed`. A damaged or hostile SBOM is listed as unread, and does not affect the others. Throws
 * `Failure` (`bad-image`, `unreadable`, `interrupted`).
 */
export async function readEmbeddedSboms(
  image: Image,
  tree: Tree,
  installed: readonly PackageInfo[],
  signal: AbortSignal | undefined,
): Promise<EmbeddedPackages> {
  const sbomFiles = broughtSboms(tree);
  if (sbomFiles.length === 0) return { packages: [], replaced: new Set(), sboms: [], unread: [] };
  const { readable, skipped } = selectReadable(sbomFiles);
  const refs = readable.flatMap(({ layer, entry, packed }) => (packed === undefined ? { layer, index: entry } : []));
  const contents = await readFiles(image, refs, mostBytes, signal);
  const { readSbom } = await import("../../formats/sbom/read-sbom.ts");
  const unread: EmbeddedPackages["unread"][number][] = skipped.map(({ path, layer }) => ({
    path,
    layer,
    reason: `the SBOMs of this image are more than the ${mostFiles} files or ${mostBytes / 1_048_576} MiB that are read`,
  }));
  const declarations: (Declaration & { readonly format: string; readonly count: number })[] = [];
  for (const { path, layer, entry, packed } of readable) {
    try {
      const bytes = packed === undefined ? contents.get(`${layer}:${entry}`) : unpack(packed);
      if (bytes === undefined) throw new Failure("bad-sbom", "it could not be read again", { hint: "" });
      const { packages, notJudged, format } = withinTime(maxParseMs, path, () => readSbom(bytes, path));
      declarations.push({ path, layer, packages, format, count: packages.length + notJudged.length });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unread.push({ path, layer, reason: error.message });
    }
  }
  const { packages, replaced, contradictions } = joinDeclared(installed, declarations);
  const sboms = declarations.map(({ path, layer, format, count }, at) => ({
    path,
    layer,
    format,
    packages: count,
    contradictions: contradictions[at] ?? [],
  }));
  return { packages, replaced, sboms, unread };
}

function unpack(gzip: string): Uint8Array {
  return inflateGzip(Buffer.from(gzip, "base64"), mostBytes);
}

function selectReadable(sbomFiles: readonly SbomFile[]): {
  readonly readable: readonly SbomFile[];
  readonly skipped: readonly SbomFile[];
} {
  let bytes = 0;
  const readable: SbomFile[] = [];
  for (const file of sbomFiles) {
    if (readable.length >= mostFiles || bytes + file.bytes > mostBytes) continue;
    bytes += file.bytes;
    readable.push(file);
  }
  const readableSet = new Set(readable);
  return { readable, skipped: sbomFiles.filter((file) => !readableSet.has(file)) };
}
