import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable, Section } from "../binary/sections.ts";
import { sectionNamed } from "../binary/executable.ts";
import { bufferOf } from "../binary/header.ts";
import { textsBefore } from "../binary/search.ts";
import type { FoundPackage } from "../ecosystem.ts";
import { crateFinder, releaseIn } from "./crate-in.ts";
import { byKey } from "../../../text/by-key.ts";

/** Longest path that is looked at, back from its end. */
const longestPath = 240;
/** The largest programs (Biome, 100 MB) have some 2,000. */
const mostPaths = 200_000;
const mostCrates = 10_000;
const mostCommentBytes = 16 * 1024;
const mostWithoutNote = 8 * 1024 * 1024;

/**
 * The crates in a Rust program, as far as it shows them: panic messages hold the paths of their source files (`core::panic::Location`), and
 * those are in folders named after crate and version. Code that cannot panic leaves none, so others may be missing. Undefined for other programs.
 */
export function fromSourcePaths(
  executable: Executable,
  body: FileBody,
  parts: () => readonly Section[],
): readonly FoundPackage[] | undefined {
  const compilers = compilersOf(executable, body);
  if (compilers.length === 0 && !mayBeRust(executable)) return undefined;
  const places = parts();
  // A compiler's note without Rust's own says that none was there, or one before 1.74: in so large a program (Node, Chromium) it is C++.
  const bytes = places.reduce((sum, { size }) => sum + size, 0);
  if (compilers.length === 0 && bytes > mostWithoutNote && executable.names?.includes(".comment") === true)
    return undefined;
  const crateIn = crateFinder();
  const crates = new Map<string, FoundPackage>();
  /** One crate has many paths, and is one object for all of them. */
  const distinctCrates = new Set<FoundPackage>();
  const releases = new Set<string>();
  let paths = 0;
  for (const { offset, size } of places) {
    for (const path of textsBefore(body, ending, longestPath, offset, offset + size)) {
      if (++paths > mostPaths) break;
      const release = releaseIn(path);
      if (release !== undefined) releases.add(release);
      const crate = crateIn(path);
      if (crate === undefined || distinctCrates.has(crate)) continue;
      if (distinctCrates.size < mostCrates) distinctCrates.add(crate);
      const key = `${crate.name}\n${crate.version}`;
      const previousCrate = crates.get(key);
      if (previousCrate === undefined && crates.size >= mostCrates)
        throw new Error(`it names more than ${mostCrates} crates`);
      if ((previousCrate?.identity?.confidence ?? 0) < crate.identity.confidence) crates.set(key, crate);
    }
  }
  const sortedCrates = [...crates].sort(byKey).map(([, crate]) => crate);
  const standard = standardLibrary(releases, compilers);
  return sortedCrates.length + standard.length === 0 ? undefined : [...sortedCrates, ...standard];
}

const ending = Buffer.from(".rs");

/** The standard library that went into a program whose crates are reported otherwise. */
export function standardLibraryOf(executable: Executable, body: FileBody): readonly FoundPackage[] {
  return standardLibrary(new Set(), compilersOf(executable, body));
}

/** Rust unwinds (or its standard library does), and counts panics for each thread. C has no table of exceptions, C++ seldom variables of a thread. */
function mayBeRust(executable: Executable): boolean {
  // Its sections are read lazily.
  const { format, names } = executable;
  const has = (name: string): boolean =>
    names?.includes(name) ?? executable.sections.some((section) => section.name.startsWith(name));
  if (format === "pe") return has(".rdata");
  if (format === "mach-o") return has("__gcc_except_tab") && has("__thread_vars");
  // 32-bit ARM has a separate table (EHABI).
  return (has(".gcc_except_table") || has(".ARM.extab")) && (has(".tbss") || has(".tdata"));
}

/** Releases by what the compiler notes: `rustc version 1.92.0 (ded5c06cf 2025-12-08)`. Since Rust 1.74, where no one stripped it. */
function compilersOf(executable: Executable, body: FileBody): readonly string[] {
  const section = sectionNamed(executable, ".comment");
  if (section === undefined) return [];
  const text = bufferOf(body.read(section.offset, Math.min(section.size, mostCommentBytes))).toString("latin1");
  return [
    ...text.matchAll(/rustc version (\d{1,4}\.\d{1,4}\.\d{1,4}(?:-(?:nightly|beta)(?:\.\d{1,4})?)?)(?![\w.-])/g),
  ].map(([, version = ""]) => version);
}

const mostReleases = 4;

/** The library's own paths come first: its parts were compiled before the program. */
function standardLibrary(paths: ReadonlySet<string>, compilers: readonly string[]): readonly FoundPackage[] {
  const releaseNames = [...paths].filter((release) => release !== "");
  const versions = releaseNames.length > 0 ? releaseNames : compilers;
  const evidence =
    releaseNames.length > 0
      ? "paths of the standard library's sources name the release"
      : compilers.length > 0
        ? "the compiler's note in the section .comment names the release"
        : "it has paths of the standard library's sources, which name no release";
  const reportedVersions =
    versions.length === 0 && paths.size > 0 ? [""] : [...new Set(versions)].sort().slice(0, mostReleases);
  return reportedVersions.map((version) => ({
    name: "rust-std",
    version,
    purlType: "generic",
    identity: { by: "source-paths", confidence: 0.9, evidence: [evidence] },
  }));
}
