import type { Place } from "../../../data/programs/program.ts";
import { machineCode } from "../binary/machine-code.ts";
import type { Ecosystem, FoundPackage } from "../ecosystem.ts";
import { javaRelease } from "../runtimes/java-release.ts";
import { placesOf, textNames, type KnownPlace } from "../runtimes/places.ts";
import { isSurely } from "../runtimes/surely.ts";
import { isInProgram, largestText, versionDetector } from "../runtimes/detect-version.ts";
import { isBuiltFrom } from "../runtimes/version-in.ts";

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `.${number}`);
}

const withoutText = "of which neither its text nor its path tells one version";
const withoutRelease = "which Go built without a release";

/** Programs, libraries and applications that were copied or compiled into an image: each says itself which version it is. */
const ecosystem: Ecosystem = {
  name: "runtimes",
  type: "generic",
  looksAt: {
    names: textNames,
    // Shared libraries need no execute bit: `libpython3.13.so.1.0`, `libgs.so.10.00`, `libnode.so.108`.
    endings: [".so", ".jar", ".ez", ...numbers(200), ...numbers(10).map((ending) => ending.replace(".", ".0"))],
    executablesFrom: 16 * 1024,
  },
  wants: ({ path, size }) => placesOf(path).some(({ place }) => !("text" in place) || size <= largestText),
  leavesOut: machineCode,
  maxBytes: 1024 * 1024 * 1024,
  read(file, body) {
    const { tell, text, constants, isProgram } = versionDetector(file, body);
    const packages: FoundPackage[] = [];
    const tried: KnownPlace[] = [];
    for (const { program: candidate, place } of placesOf(file.path)) {
      const version = tell(place);
      if (version === undefined) {
        if (isInProgram(place) && isProgram()) tried.push({ program: candidate, place });
        continue;
      }
      const identity = isRelease(file.path, place) ? javaRelease(text()) : undefined;
      packages.push({
        name: candidate.name,
        version,
        ...(candidate.alsoAs !== undefined && { alsoAs: candidate.alsoAs }),
        ...(identity !== undefined && { identity }),
      });
      if (candidate.holdsMore !== true) break;
    }
    if (packages.length > 0) return { packages };
    for (const { program: candidate, place } of tried) {
      const isGo = "go" in place;
      if (isGo ? isBuiltFrom(file, body, place) : isSurely(body, constants(), candidate, place))
        return { withoutVersion: [{ name: candidate.name, reason: isGo ? withoutRelease : withoutText }] };
    }
    return undefined;
  },
};
export default ecosystem;

function isRelease(path: string, place: Place): boolean {
  return "text" in place && path.endsWith("/release");
}
