import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { distribution } from "../python/distribution.ts";
import { recordedFiles } from "../python/record.ts";
import { addBounded } from "../text/bounds.ts";
import { linesOf } from "../text/lines.ts";
import { folderOf, resolvePath } from "../text/paths.ts";
import { lastPart } from "../../../text/cut.ts";

const metadataFiles =
  /(?:\.dist-info\/(?:METADATA|RECORD)|\.egg-info(?:\/(?:PKG-INFO|installed-files\.txt))?|\/EGG-INFO\/PKG-INFO)$/;

/**
 * Installed Python distributions: `*.dist-info` (METADATA, and RECORD for their files), `*.egg-info` of distutils (a file) and setuptools (a folder,
 * with `installed-files.txt`), eggs. An editable install has a dist-info like any other. Copies that a distribution carries along with their metadata
 * (`setuptools/_vendor`) count: they have the vulnerabilities of the original.
 */
const pypi: Ecosystem = {
  name: "pypi",
  type: "pypi",
  looksAt: { names: ["METADATA", "PKG-INFO", "RECORD", "installed-files.txt"], endings: [".egg-info"] },
  wants: (file) => metadataFiles.test(file.path),
  read(file, body): PackageExtract | undefined {
    const text = decode(body.read(0, body.size));
    const name = lastPart(file.path);
    if (name === "RECORD") return filesOf(file.path, recordedFiles(text, folderOf(folderOf(file.path).slice(0, -1))));
    if (name === "installed-files.txt") return filesOf(file.path, listedFiles(text, folderOf(file.path)));
    return { packages: [{ ...distribution(text), key: keyOf(file.path), owns: [ownFolder(file.path)] }] };
  },
};

/** Its metadata folder, the whole egg, or the one file of distutils. */
function ownFolder(path: string): string {
  if (path.endsWith(".egg-info")) return path;
  const folder = folderOf(path);
  return folder.endsWith(".egg/EGG-INFO/") ? folderOf(folder.slice(0, -1)) : folder;
}

/** The common folder of METADATA and RECORD, for a distribution installed in several places. */
function keyOf(path: string): string {
  return path.endsWith(".egg-info") ? `${path}/` : folderOf(path);
}

function filesOf(path: string, owns: readonly string[]): PackageExtract | undefined {
  const key = keyOf(path);
  const name = lastPart(key.slice(0, -1)).split("-")[0];
  return owns.length === 0 || name === undefined ? undefined : { about: [{ name, key, owns }] };
}

function listedFiles(text: string, folder: string): readonly string[] {
  const files: string[] = [];
  for (const line of linesOf(text))
    if (line !== "" && line.length <= 4_096) addBounded(files, resolvePath(folder, line));
  return files;
}

export default pypi;
