import { libraries, linkedOpenssl } from "../../../data/libraries.ts";
import { programs } from "../../../data/programs/index.ts";
import { isExecutable, readExecutable } from "../binary/executable.ts";
import { machineCode } from "../binary/machine-code.ts";
import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { placesOf, placeTable } from "../runtimes/places.ts";
import { versionDetector, type VersionDetector } from "../runtimes/detect-version.ts";
import { libraryName, type LibraryName } from "../wheels/library-name.ts";
import { notedRelease } from "../wheels/noted-release.ts";
import { lastPart } from "../../../text/cut.ts";

const libraryPlaces = placeTable(() => [...libraries, ...programs]);
const withOpenssl = placeTable(() => [{ name: "openssl", places: [linkedOpenssl] }]);
/** `libtiff.so.6.0.2`, `libcrypto.so.1.1.1k`. */
const endings = [
  ...Array.from({ length: 400 }, (_, number) => `.${number}`),
  ...["0", "1", "2"].flatMap((digit) => "abcdefghijklmnopqrstuvwxyz".split("").map((letter) => `.${digit}${letter}`)),
];

/**
 * Libraries in Python wheels. The wheel's metadata does not name them unless it has an SBOM (PEP 770): the name is that of the file, and the
 * release from its text or its note. The number after `.so` counts changes of the interface; it counts as a release only where it is known to be one.
 */
const wheelLibraries: Ecosystem = {
  name: "wheel-libraries",
  type: "generic",
  looksAt: { endings: [".so", ".dll", ".dylib", ...endings] },
  wants({ path }) {
    if (!/\/(?:site|dist)-packages\/|\.libs\/|\/\.dylibs\//.test(path)) return false;
    const library = libraryName(path);
    if (library === undefined) return withOpenssl(path).length > 0;
    return library.isForeign || libraryPlaces(library.path).length > 0;
  },
  recognises: isExecutable,
  leavesOut: machineCode,
  // Only headers and constants are read.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read(file, body) {
    const executable = readExecutable(file, body);
    if (executable === undefined) return undefined;
    // Files that the table of programs recognizes by name are reported there.
    const fileTeller = versionDetector(file, body);
    if (placesOf(file.path).some(({ place }) => fileTeller.tell(place) !== undefined)) return undefined;
    const library = libraryName(file.path);
    if (library === undefined) return extract(openssl(fileTeller, lastPart(file.path), "a Python distribution"));
    const teller = versionDetector(file, body, library.path);
    const place = `it lies in ${library.of} of a Python distribution`;
    const tableMatch = byTable(library, teller, place);
    if (tableMatch !== undefined) return extract([tableMatch]);
    if (!library.isForeign) return undefined;
    const { stem, number } = library;
    const noted = notedRelease(executable, body, stem);
    if (noted !== undefined)
      return extract([wheelLibrary(stem, noted.version, noted.confidence, [noted.evidence, place])]);
    const reason =
      number === undefined
        ? "nothing in it tells its release"
        : `the number ${number} in its name counts changes of its interface, and need not be a release`;
    return extract([wheelLibrary(stem, "", 0.6, [reason, place]), ...openssl(teller, stem, library.of)]);
  },
};
export default wheelLibraries;

function byTable({ path }: LibraryName, { tell }: VersionDetector, place: string): FoundPackage | undefined {
  for (const { program, place: libraryPlace } of libraryPlaces(path)) {
    const version = tell(libraryPlace);
    if (version === undefined) continue;
    const byName = "path" in libraryPlace;
    const evidence = [byName ? "its file's name has the release" : "a text in it has the release", place];
    return wheelLibrary(program.name, version, byName ? 0.8 : 0.9, evidence);
  }
  return undefined;
}

/** The OpenSSL that was linked into another's code. */
function openssl({ tell }: VersionDetector, into: string, of: string): readonly FoundPackage[] {
  const version = tell(linkedOpenssl);
  if (version === undefined) return [];
  const evidence = [`a text of OpenSSL's has the release; it was linked into ${into} of ${of}`];
  return [{ name: "openssl", version, identity: { by: "binary", confidence: 0.9, evidence } }];
}

function wheelLibrary(name: string, version: string, confidence: number, evidence: readonly string[]): FoundPackage {
  return { name, version, identity: { by: "file-name", confidence, evidence } };
}

function extract(packages: readonly FoundPackage[]): PackageExtract | undefined {
  return packages.length === 0 ? undefined : { packages };
}
