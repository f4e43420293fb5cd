import { libraries, linkedOpenssl } from "../../../data/libraries.ts";
import { programs } from "../../../data/programs/index.ts";
import { isExecutable, readExecutable } from "../binary/executable.ts";
import { machineCode } from "../binary/machine-code.ts";
import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { placesOf, placeTable } from "../runtimes/places.ts";
import { versionTeller, type VersionTeller } from "../runtimes/tell-version.ts";
import { libraryName, type LibraryName } from "../wheels/library-name.ts";
import { notedRelease } from "../wheels/noted-release.ts";
import { lastPart } from "../../../text/cut.ts";

const known = placeTable(() => [...libraries, ...programs]);
const withOpenssl = placeTable(() => [{ name: "openssl", places: [linkedOpenssl] }]);
/** `libtiff.so.6.0.2`, `libcrypto.so.1.1.1k`. */
const endings = [
  ...Array.from({ length: 400 }, (_, number) => `.${number}`),
  ...["0", "1", "2"].flatMap((digit) => "abcdefghijklmnopqrstuvwxyz".split("").map((letter) => `.${digit}${letter}`)),
];

/**
 * Libraries that Python wheels bring. The wheel's metadata does not name them unless it has an SBOM (PEP 770): the name is that of the file, and the
 * release what its text or its note tells. The number behind `.so` counts changes of the interface; it is taken for a release only where it is known to be one.
 */
const wheelLibraries: Ecosystem = {
  name: "wheel-libraries",
  type: "generic",
  looksAt: { endings: [".so", ".dll", ".dylib", ...endings] },
  wants({ path }) {
    if (!/\/(?:site|dist)-packages\/|\.libs\/|\/\.dylibs\//.test(path)) return false;
    const library = libraryName(path);
    if (library === undefined) return withOpenssl(path).length > 0;
    return library.isForeign || known(library.path).length > 0;
  },
  recognises: isExecutable,
  leavesOut: machineCode,
  // Only headers and constants are read.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read(file, body) {
    const executable = readExecutable(file, body);
    if (executable === undefined) return undefined;
    // What the table of programs reads under the file's own name is reported by that.
    const own = versionTeller(file, body);
    if (placesOf(file.path).some(({ place }) => own.tell(place) !== undefined)) return undefined;
    const library = libraryName(file.path);
    if (library === undefined) return extract(openssl(own, lastPart(file.path), "a Python distribution"));
    const teller = versionTeller(file, body, library.path);
    const place = `it lies in ${library.of} of a Python distribution`;
    const named = byTable(library, teller, place);
    if (named !== undefined) return extract([named]);
    if (!library.isForeign) return undefined;
    const { stem, number } = library;
    const noted = notedRelease(executable, body, stem);
    if (noted !== undefined) return extract([found(stem, noted.version, noted.confidence, [noted.evidence, place])]);
    const why =
      number === undefined
        ? "nothing in it tells its release"
        : `the number ${number} in its name counts changes of its interface, and need not be a release`;
    return extract([found(stem, "", 0.6, [why, place]), ...openssl(teller, stem, library.of)]);
  },
};
export default wheelLibraries;

function byTable({ path }: LibraryName, { tell }: VersionTeller, place: string): FoundPackage | undefined {
  for (const { program, place: told } of known(path)) {
    const version = tell(told);
    if (version === undefined) continue;
    const byName = "path" in told;
    const evidence = [byName ? "its file's name has the release" : "a text in it has the release", place];
    return found(program.name, version, byName ? 0.8 : 0.9, evidence);
  }
  return undefined;
}

/** The OpenSSL that was linked into another's code. */
function openssl({ tell }: VersionTeller, into: string, of: string): readonly FoundPackage[] {
  const version = tell(linkedOpenssl);
  if (version === undefined) return [];
  const evidence = [`a text of OpenSSL's has the release; it was linked into ${into} of ${of}`];
  return [{ name: "openssl", version, identity: { by: "binary", confidence: 0.9, evidence } }];
}

function found(name: string, version: string, confidence: number, evidence: readonly string[]): FoundPackage {
  return { name, version, identity: { by: "file-name", confidence, evidence } };
}

function extract(packages: readonly FoundPackage[]): PackageExtract | undefined {
  return packages.length === 0 ? undefined : { packages };
}
