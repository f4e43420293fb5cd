import type { Probe } from "../../domain/image/probe.ts";
import type { Tree } from "../tree/tree.ts";
import { valuesOf } from "../tree/values.ts";
import nativeImage from "./ecosystems/native-image.ts";

/** An SBOM in the final file system, by the location of its content. */
export interface SbomFile {
  readonly path: string;
  readonly layer: number;
  /** Place among the entries of its layer. */
  readonly entry: number;
  readonly bytes: number;
  /** It is embedded in that file, a program: gzip, in base64. */
  readonly embedded?: string;
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

/** Only lists the files; they are read once all are known, since together they may exceed memory. */
export const broughtSbomProbe: Probe<{ readonly bytes: number }> = {
  name: "brought-sbom",
  looksAt: { endings: [".json", ".spdx", ".xml"], under: ["/opt/docker/sbom/", "/var/lib/db/sbom/"] },
  wants: ({ path, size }) => size > 0 && isSbom(path),
  maxBytes,
  read: ({ size }) => ({ bytes: size }),
};

/** In the order of their paths. */
export function broughtSboms(tree: Tree): SbomFile[] {
  const embedded = valuesOf(tree, nativeImage).flatMap(({ path, layer, entry, shown, value: { sbom } }) =>
    shown && sbom !== undefined ? [{ path, layer, entry, bytes: unpackedBytes(sbom), embedded: sbom }] : [],
  );
  return valuesOf(tree, broughtSbomProbe)
    .flatMap(({ path, layer, entry, shown, value }): SbomFile[] =>
      shown ? [{ path, layer, entry, bytes: value.bytes }] : [],
    )
    .concat(embedded)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** A file that unpacks to more than declared is refused then. */
function unpackedBytes(gzip: string): number {
  const packed = Buffer.from(gzip, "base64");
  return packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
}
