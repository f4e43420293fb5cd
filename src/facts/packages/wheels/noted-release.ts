import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Executable } from "../binary/sections.ts";
import { sectionNamed } from "../binary/executable.ts";
import { bufferOf } from "../binary/header.ts";
import { ownValue } from "../../../domain/own-value.ts";
import { parseJsonText } from "../text/json.ts";
import { wordOf } from "../text/names.ts";
import { isObject } from "../../../formats/json/values.ts";

export interface NotedRelease {
  /** Upstream's. */
  readonly version: string;
  /** Part of a sentence. */
  readonly evidence: string;
  readonly confidence: number;
}

const mostBytes = 4096;
/** Libraries of GCC, compiled by the release that they belong to. */
const ofGcc = new Set(["libgfortran", "libquadmath", "libgomp", "libstdc++", "libgcc_s", "libatomic", "libobjc"]);

/**
 * The release of a library by the note in it: the package that it was copied from (https://systemd.io/ELF_PACKAGE_METADATA/,
 * Debian since 13, Fedora since 36), or for the libraries of GCC the compiler.
 */
export function notedRelease(executable: Executable, body: FileBody, stem: string): NotedRelease | undefined {
  const note = textOf(executable, body, ".note.package");
  const packaged = note === undefined ? undefined : packageIn(note);
  if (packaged !== undefined) return packaged;
  if (!ofGcc.has(stem)) return undefined;
  const releases = new Set(
    (textOf(executable, body, ".comment") ?? "").split("\0").flatMap((line) => {
      const end = line.startsWith("GCC: (") ? line.indexOf(") ") : -1;
      return end === -1 ? [] : (/^\d+\.\d+\.\d+/.exec(line.slice(end + 2, end + 22))?.[0] ?? []);
    }),
  );
  const [version] = releases;
  if (version === undefined || releases.size > 1) return undefined;
  return { version, evidence: `it is a library of GCC, and was compiled by GCC ${version}`, confidence: 0.7 };
}

function textOf(executable: Executable, body: FileBody, name: string): string | undefined {
  const section = sectionNamed(executable, name);
  if (section === undefined) return undefined;
  return bufferOf(body.read(section.offset, Math.min(section.size, mostBytes))).toString("utf8");
}

function packageIn(note: string): NotedRelease | undefined {
  const [from, to] = [note.indexOf("{"), note.lastIndexOf("}")];
  if (from === -1 || to < from) return undefined;
  let value: unknown;
  try {
    value = parseJsonText(note.slice(from, to + 1));
  } catch {
    return undefined;
  }
  const noteField = (key: string) => (isObject(value) ? wordOf(ownValue(value, key)) : undefined);
  const [name, full, type = "package"] = [noteField("name"), noteField("version"), noteField("type")];
  const version = full?.replace(/^\d+:/, "").split(/[-+~]/)[0];
  if (name === undefined || full === undefined || version === undefined || !/^\d/.test(version)) return undefined;
  return { version, evidence: `its note says that it is of the ${type} package ${name} ${full}`, confidence: 0.9 };
}
