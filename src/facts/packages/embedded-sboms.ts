import type { LayerProbe } from "../../domain/image/layer-probe.ts";
import type { Tree } from "../tree/tree.ts";
import { valuesOf } from "../tree/values.ts";
import { gzip } from "./archive/inflate.ts";
import nativeImage from "./ecosystems/native-image.ts";

/** An SBOM in the final file system, by the location of its content. */
export interface SbomFile {
  readonly path: string;
  readonly layer: number;
  /** Place among the entries of its layer. */
  readonly entry: number;
  readonly bytes: number;
  /** The SBOM, gzip in base64, where it was kept with the layer or is embedded in that file, a program. */
  readonly packed?: string;
}

/** Bitnami (`.spdx-NAME.spdx`), Cloud Native Buildpacks (`sbom.cdx.json`), melange (Wolfi, Chainguard), and common names of such files. */
const names = /\.(?:cdx|spdx|syft)\.json$|\.spdx$|\/bom\.json$|\.cdx\.xml$|\/bom\.xml$/;
/** Docker Hardened Images, melange, wheels (PEP 770), whatever their files are called. */
const folders = /\/opt\/docker\/sbom\/|\/var\/lib\/db\/sbom\/|\.dist-info\/sboms\//;
const components = "/opt/bitnami/.bitnami_components.json";
/** Buildpacks: of the tools of the build, which are not in the image. */
const ofBuild = /\/sbom\/(?:build|cache)\//;

function isSbom(path: string): boolean {
  return (names.test(path) || folders.test(path) || path === components) && !ofBuild.test(path);
}

/** Larger ones are listed as unread. */
const maxBytes = 16 * 1024 * 1024;
/** Compressed. What is larger, or does not compress as JSON does, is read a second time: what is kept stays below the layer's own compressed bytes. */
const [maxKeptBytes, maxKeptShare, alwaysKeptBytes] = [1024 * 1024, 0.25, 4096];

/** Keeps the content with the layer, compressed: to read it again from a registry would download the layer again. */
export const broughtSbomProbe: LayerProbe<{ readonly bytes: number; readonly packed?: string }> = {
  name: "brought-sbom",
  looksAt: { endings: [".json", ".spdx", ".xml"], under: ["/opt/docker/sbom/", "/var/lib/db/sbom/"] },
  wants: ({ path, size }) => size > 0 && isSbom(path),
  maxBytes,
  read({ size }, body) {
    const packed = gzip(body.read(0, body.size));
    const isKept = packed.length <= Math.min(maxKeptBytes, Math.max(alwaysKeptBytes, size * maxKeptShare));
    return { bytes: size, ...(isKept && { packed: packed.toString("base64") }) };
  },
};

/** In the order of their paths. */
export function broughtSboms(tree: Tree): SbomFile[] {
  const embedded = valuesOf(tree, nativeImage).flatMap(({ path, layer, entry, shown, value: { sbom } }) =>
    shown && sbom !== undefined ? [{ path, layer, entry, bytes: unpackedBytes(sbom), packed: sbom }] : [],
  );
  return valuesOf(tree, broughtSbomProbe)
    .flatMap(({ path, layer, entry, shown, value }): SbomFile[] => (shown ? [{ path, layer, entry, ...value }] : []))
    .concat(embedded)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** A file that unpacks to more than declared is refused then. */
function unpackedBytes(gzip: string): number {
  const packed = Buffer.from(gzip, "base64");
  return packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
}
