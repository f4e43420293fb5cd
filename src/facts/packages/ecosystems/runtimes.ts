import { isExecutable, type Section } from "../binary/executable.ts";
import { bufferOf } from "../binary/header.ts";
import type { Ecosystem, FoundPackage } from "../ecosystem.ts";
import { placesOf, textNames, type KnownPlace } from "../runtimes/places.ts";
import { isSurely } from "../runtimes/surely.ts";
import { constants, isBuiltFrom, versionAlone, versionNear, versionOf, versionOfGo } from "../runtimes/version-in.ts";

const largestText = 64 * 1024;

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
  maxBytes: 1024 * 1024 * 1024,
  read(file, body) {
    const { path } = file;
    const base = path.slice(path.lastIndexOf("/") + 1);
    let parts: readonly Section[] | undefined;
    const own = (): readonly Section[] => (parts ??= constants(file, body));
    let text: string | undefined;
    let program: boolean | undefined;
    const packages: FoundPackage[] = [];
    const tried: KnownPlace[] = [];
    for (const { program: known, place } of placesOf(path)) {
      let version: string | undefined;
      if ("text" in place) {
        if (body.size > largestText) continue;
        text ??= bufferOf(body.read(0, largestText)).toString();
        version = versionInText(text, place.text);
      } else if ("path" in place) {
        version = versionOf(place.path.exec(path));
      } else if ("near" in place && place.script === true) {
        version = versionNear(body, [{ name: "", address: 0, offset: 0, size: body.size }], place, base);
      } else {
        program ??= isExecutable(body.read(0, 64));
        if (!program) continue;
        if ("near" in place) version = versionNear(body, own(), place, base);
        else if ("alone" in place) version = versionAlone(body, own(), place);
        else version = versionOfGo(file, body, own, place);
        if (version === undefined) tried.push({ program: known, place });
      }
      if (version === undefined) continue;
      packages.push({ name: known.name, version, ...(known.alsoAs !== undefined && { alsoAs: known.alsoAs }) });
      if (known.holdsMore !== true) break;
    }
    if (packages.length > 0) return { packages };
    for (const { program: known, place } of tried) {
      const isGo = "go" in place;
      if (isGo ? isBuiltFrom(file, body, place) : isSurely(body, own(), known, place))
        return { withoutVersion: [{ name: known.name, reason: isGo ? withoutRelease : withoutText }] };
    }
    return undefined;
  },
};
export default ecosystem;

/** All of several patterns have to be there. */
function versionInText(text: string, patterns: RegExp | readonly RegExp[]): string | undefined {
  if (patterns instanceof RegExp) return versionOf(patterns.exec(text));
  const parts = patterns.map((pattern) => versionOf(pattern.exec(text)));
  return parts.includes(undefined) ? undefined : parts.join(".");
}
