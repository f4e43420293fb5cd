import type { Place } from "../../../data/programs/program.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";
import type { ProbedFile } from "../../../domain/image/layer-probe.ts";
import { isExecutable } from "../binary/executable.ts";
import type { Section } from "../binary/sections.ts";
import { bufferOf } from "../binary/header.ts";
import { constants, versionAlone, versionNear, versionOf, versionOfGo } from "./version-in.ts";

/** Maximum bytes of a file that is read as a text. */
export const largestText = 64 * 1024;

/** Reads versions of one file; data shared by several places is read once. */
export interface VersionDetector {
  /** Undefined where the file has none at that place. */
  readonly tell: (place: Place) => string | undefined;
  /** The beginning of a text file, the whole one up to the limit. */
  readonly text: () => string;
  readonly constants: () => readonly Section[];
  readonly isProgram: () => boolean;
}

/** `path` replaces the file's own path where its name is not one of a table. */
export function versionDetector(file: ProbedFile, body: FileBody, path = file.path): VersionDetector {
  const base = path.slice(path.lastIndexOf("/") + 1);
  let parts: readonly Section[] | undefined;
  let text: string | undefined;
  let program: boolean | undefined;
  const constantSections = (): readonly Section[] => (parts ??= constants(file, body));
  const whole = (): string => (text ??= bufferOf(body.read(0, largestText)).toString());
  const isProgram = (): boolean => (program ??= isExecutable(body.read(0, 64)));
  return {
    tell(place) {
      if ("text" in place) {
        if (body.size > largestText) return undefined;
        return versionInText(whole(), place.text);
      }
      if ("path" in place) return versionOf(place.path.exec(path));
      if ("near" in place && place.script === true)
        return versionNear(body, [{ name: "", address: 0, offset: 0, size: body.size }], place, base);
      if (!isProgram()) return undefined;
      if ("near" in place) return versionNear(body, constantSections(), place, base);
      return "alone" in place
        ? versionAlone(body, constantSections(), place)
        : versionOfGo(file, body, constantSections, place);
    },
    text: whole,
    constants: constantSections,
    isProgram,
  };
}

/** Its version is in an ELF, PE or Mach-O file. */
export function isInProgram(place: Place): boolean {
  return "go" in place || "alone" in place || ("near" in place && place.script !== true);
}

/** All patterns must match. */
function versionInText(text: string, patterns: RegExp | readonly RegExp[]): string | undefined {
  if (patterns instanceof RegExp) return versionOf(patterns.exec(text));
  const parts = patterns.map((pattern) => versionOf(pattern.exec(text)));
  return parts.includes(undefined) ? undefined : parts.join(".");
}
