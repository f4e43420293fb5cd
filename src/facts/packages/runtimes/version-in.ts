import type { TextPattern, Go, Near } from "../../../data/programs/program.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";
import type { ProbedFile } from "../../../domain/image/layer-probe.ts";
import type { Section } from "../binary/sections.ts";
import { readExecutable } from "../binary/executable.ts";
import { bufferOf } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";
import { readBuildInfo, type GoBuildInfo } from "../golang/build-info.ts";
import { mainVersion } from "../golang/main-version.ts";
import { parseModules } from "../golang/modules.ts";
import { loneTexts } from "./lone-texts.ts";

const versionBytes = 96;
/** Words like `ruby ` occur in a program some hundred times; a hostile file consists of them. */
const mostPlaces = 10_000;

/** The version's parts, joined with dots. */
export function versionOf(match: RegExpExecArray | null): string | undefined {
  const parts = match?.slice(1).filter((part) => part !== undefined) ?? [];
  return parts.length === 0 ? undefined : parts.join(".");
}

/** Sections with a program's text: constants, then writable data. The whole file without sections. */
export function constants(file: ProbedFile, body: FileBody): readonly Section[] {
  const sections = readExecutable(file, body)?.sections ?? [];
  const constant = sections.filter(({ name }) => /^\.rodata|^\.rdata$|^__cstring$|^__const$/.test(name));
  const dataSections = constant.length === 0 ? [] : [...constant, ...sections.filter(({ name }) => name === ".data")];
  // Each section of a hostile file can cover the whole file.
  const total = dataSections.reduce((sum, { size }) => sum + size, 0);
  return dataSections.length === 0 || total > body.size
    ? [{ name: "", address: 0, offset: 0, size: body.size }]
    : dataSections;
}

export function versionNear(body: FileBody, parts: readonly Section[], place: Near, base: string): string | undefined {
  const near = Buffer.from(typeof place.near === "string" ? place.near : place.near(base), "latin1");
  let places = 0;
  for (const { offset, size } of parts) {
    for (const at of occurrences(body, near, offset, offset + size)) {
      if (++places > mostPlaces) return undefined;
      const from = Math.max(0, at - (place.before ?? 0));
      const version = versionOf(place.version.exec(bufferOf(body.read(from, versionBytes)).toString("latin1")));
      if (version !== undefined) return version;
    }
  }
  return undefined;
}

/** Undefined where several texts fit: which is meant is not known. */
export function versionAlone(body: FileBody, parts: readonly Section[], place: TextPattern): string | undefined {
  const versions = new Set<string>();
  const built: string[] = [];
  for (const text of loneTexts(body, parts)) {
    // `7.0.151790282056000000000`: the time of the build may follow at once.
    if (place.built === true && /\d{13}$/.test(text)) {
      built.push(text);
      continue;
    }
    const version = versionOf(place.alone.exec(text));
    if (version !== undefined) versions.add(version);
  }
  if (versions.size <= 1) return [...versions][0];
  // `7.0.1` begins what `7.0.15` does: the longest counts.
  const matchingVersions = [...versions].filter((version) => built.some((text) => text.includes(version)));
  return matchingVersions.sort((a, b) => b.length - a.length)[0];
}

/** The program's version by its build: a linker flag, its module, a dependency, or a text inserted by the linker. */
export function versionOfGo(
  file: ProbedFile,
  body: FileBody,
  parts: () => readonly Section[],
  { go, dependency, linked, release }: Go,
): string | undefined {
  const info = buildInfo(file, body);
  if (info === undefined || !isOf(info, go)) return undefined;
  const modules = parseModules(info.modules);
  const set = setVersion(modules.settings.get("-ldflags") ?? "");
  if (set !== undefined) return set;
  const module = mainVersion(modules);
  // A pseudo-version has the build date, and no release.
  if (/^v\d+\.\d+\.\d+/.test(module) && !/^v0\.0\.0-|\d{14}-[\da-f]{12}/.test(module)) {
    const moduleVersion = module.slice(1).replace(/\+(?:incompatible|dirty)$/, "");
    return release === undefined ? moduleVersion : release(moduleVersion);
  }
  const dependencyVersion = modules.dependencies.find(
    (dependencyModule) => dependencyModule.path === dependency,
  )?.version;
  if (dependencyVersion !== undefined && /^v\d+\.\d+\.\d+(?:-(?:rc|beta|alpha)\.?\d+)?$/.test(dependencyVersion))
    return dependencyVersion.slice(1);
  return linked === undefined ? undefined : linkedVersion(body, parts(), linked);
}

/** Whether Go built it from this main package, or one below. Without modules, only the paths of its sources show it. */
export function isBuiltFrom(file: ProbedFile, body: FileBody, { go }: Go): boolean {
  const info = buildInfo(file, body);
  if (info === undefined || info.modules !== "") return info !== undefined && isOf(info, go);
  const isIn = (from: number, to: number): boolean =>
    occurrences(body, Buffer.from(`${go}/`), from, Math.min(to, mostSourceBytes)).next().done !== true;
  // They are among the constants: if found there, the code need not be read.
  const constant = (readExecutable(file, body)?.segments ?? []).filter((segment) => !segment.executable);
  // Each segment of a hostile file can cover the whole file.
  let remainingBytes = body.size;
  const isThere = constant.some(({ offset, size }) => (remainingBytes -= size) >= 0 && isIn(offset, offset + size));
  return isThere || isIn(0, body.size);
}

/** The largest of these programs have some 150 MB. */
const mostSourceBytes = 256 * 1024 * 1024;

function isOf({ modules }: GoBuildInfo, go: string): boolean {
  const path = /^path\t(\S+)/m.exec(modules)?.[1] ?? "";
  return path === go || path.startsWith(`${go}/`);
}

/** The probe for Go's modules reports damaged files. */
function buildInfo(file: ProbedFile, body: FileBody): GoBuildInfo | undefined {
  const executable = readExecutable(file, body);
  try {
    return executable === undefined ? undefined : readBuildInfo(body, executable);
  } catch {
    return undefined;
  }
}

/** `-X 'path.Version=1.2.3'`; libraries' versions are set by longer names (`gitVersion` of Kubernetes is its own program's). */
function setVersion(ldflags: string): string | undefined {
  const values = new Set<string>();
  for (const [, variable = "", value = ""] of ldflags.matchAll(/-X[ =]+["']?([^\s"'=]+)=([^\s"']+)/g)) {
    const version = /^v?(\d+\.\d+\.\d+(?:-(?:rc|beta|alpha|preview)[.\d]*)?)(?:\+\S*)?$/.exec(value)?.[1];
    if (version !== undefined && /(?:^|[._/])(?:app|build|git|program|release)?_?(?:version|tag)$/i.test(variable))
      values.add(version);
  }
  return values.size === 1 ? [...values][0] : undefined;
}

/**
 * Linkers end inserted texts with a zero, unlike Go; the bytes before may look like part of the text. `1.0.0` is the default of
 * many other programs.
 */
function linkedVersion(body: FileBody, parts: readonly Section[], linked: RegExp): string | undefined {
  const versions = new Set<string>();
  for (const text of loneTexts(body, parts)) {
    const lastWord = /(?:^|[^\w.+~-])([\w.+~-]+)$/.exec(text)?.[1] ?? "";
    const version = versionOf(linked.exec(lastWord));
    if (version !== undefined && !/^\d+\.0\.0$/.test(version)) versions.add(version);
  }
  return versions.size === 1 ? [...versions][0] : undefined;
}
