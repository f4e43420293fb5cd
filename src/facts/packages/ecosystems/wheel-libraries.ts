import { libraries } from "../../../data/libraries.ts";
import { programs } from "../../../data/programs/index.ts";
import type { PackageIdentity } from "../../../domain/package-identity.ts";
import { isExecutable, readExecutable } from "../binary/executable.ts";
import type { Ecosystem } from "../ecosystem.ts";
import { placesOf, placeTable } from "../runtimes/places.ts";
import { versionTeller } from "../runtimes/tell-version.ts";
import { libraryName } from "../wheels/library-name.ts";
import { notedRelease } from "../wheels/noted-release.ts";

const known = placeTable([...libraries, ...programs]);
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
    return library?.isForeign === true || known(library?.path ?? path).length > 0;
  },
  recognises: isExecutable,
  // Only headers and constants are read.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read(file, body) {
    const executable = readExecutable(file, body);
    const library = libraryName(file.path);
    // What the table of programs reads under the file's own name is told by that.
    const own = versionTeller(file, body);
    if (executable === undefined || placesOf(file.path).some(({ place }) => own.tell(place) !== undefined))
      return undefined;
    const folder = library?.of ?? file.path.split("/").at(-2) ?? "";
    const place = `it lies in ${folder} of a Python distribution`;
    const { tell } = versionTeller(file, body, library?.path ?? file.path);
    for (const { program, place: told } of known(library?.path ?? file.path)) {
      const version = tell(told);
      if (version === undefined) continue;
      const byName = "path" in told;
      const evidence = [byName ? "its file's name has the release" : "a text in it has the release", place];
      return found(program.name, version, byName ? 0.8 : 0.9, evidence);
    }
    if (library?.isForeign !== true) return undefined;
    const { stem, number } = library;
    const noted = notedRelease(executable, body, stem);
    if (noted !== undefined) return found(stem, noted.version, noted.confidence, [noted.evidence, place]);
    const why =
      number === undefined
        ? "nothing in it tells its release"
        : `the number ${number} in its name counts changes of its interface, and need not be a release`;
    return found(stem, "", 0.6, [why, place]);
  },
};
export default wheelLibraries;

function found(name: string, version: string, confidence: number, evidence: readonly string[]) {
  const identity: PackageIdentity = { by: "file-name", confidence, evidence };
  return { packages: [{ name, version, identity }] };
}
