import { isExecutable, type Section } from "../binary/executable.ts";
import { bufferOf } from "../binary/header.ts";
import type { Ecosystem, FoundPackage } from "../ecosystem.ts";
import { placesOf, textNames } from "../runtimes/places.ts";
import { constants, versionAlone, versionNear, versionOf, versionOfGo } from "../runtimes/version-in.ts";

const largestText = 64 * 1024;

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `.${number}`);
}

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
      }
      if (version === undefined) continue;
      packages.push({ name: known.name, version });
      if (known.holdsMore !== true) break;
    }
    return packages.length === 0 ? undefined : { packages };
  },
};
export default ecosystem;

/** All of several patterns have to be there. */
function versionInText(text: string, patterns: RegExp | readonly RegExp[]): string | undefined {
  if (patterns instanceof RegExp) return versionOf(patterns.exec(text));
  const parts = patterns.map((pattern) => versionOf(pattern.exec(text)));
  return parts.includes(undefined) ? undefined : parts.join(".");
}
