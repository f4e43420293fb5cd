import type { FileBody } from "../../../sources/image/file-body.ts";
import type { ProbedFile } from "../../../sources/image/probe.ts";
import type { Section } from "../binary/executable.ts";
import { isExecutable, readExecutable } from "../binary/executable.ts";
import { bufferOf } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";
import type { Ecosystem } from "../ecosystem.ts";
import type { Runtime } from "../runtimes/table.ts";
import { runtimes } from "../runtimes/table.ts";

const largestText = 64 * 1024;
const versionBytes = 96;
/** Words like `ruby ` stand in a program some hundred times; a hostile one is nothing but them. */
const mostPlaces = 10_000;

/** Language runtimes and servers that were copied or compiled into an image: each says itself which version it is. */
const ecosystem: Ecosystem = {
  name: "runtimes",
  type: "generic",
  looksAt: {
    names: ["release", "VERSION", "OTP_VERSION", "patchlevel.h"],
    // Shared libraries need no execute bit: `libpython3.13.so.1.0`, `libcrypto.so.3`.
    endings: [".so", ".0", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"],
    executablesFrom: 16 * 1024,
  },
  wants: ({ path, size }) => runtimes.some((row) => row.file.test(path) && (!("text" in row) || size <= largestText)),
  maxBytes: 1024 * 1024 * 1024,
  read(file, body) {
    const { path } = file;
    const rows = runtimes.filter((row) => row.file.test(path));
    let parts: readonly Section[] | undefined;
    for (const row of rows) {
      if ("text" in row) {
        const version = row.text.exec(bufferOf(body.read(0, Math.min(body.size, largestText))).toString())?.[1];
        if (version !== undefined) return { packages: [{ name: row.name, version }] };
        continue;
      }
      if (!isExecutable(body.read(0, 64))) continue;
      parts ??= constants(file, body);
      const version = versionIn(body, parts, row, path);
      if (version !== undefined) return { packages: [{ name: row.name, version }] };
    }
    return undefined;
  },
};
export default ecosystem;

/** Where a program keeps its text; the whole file when it does not tell. */
function constants(file: ProbedFile, body: FileBody): readonly Section[] {
  const named = readExecutable(file, body)?.sections.filter(({ name }) =>
    /^\.rodata|^\.rdata$|^__cstring$|^__const$/.test(name),
  );
  // Sections of a hostile file can all cover all of it.
  const total = (named ?? []).reduce((sum, { size }) => sum + size, 0);
  return named === undefined || named.length === 0 || total > body.size
    ? [{ name: "", address: 0, offset: 0, size: body.size }]
    : named;
}

type BinaryRuntime = Extract<Runtime, { readonly version: RegExp }>;

function versionIn(body: FileBody, parts: readonly Section[], row: BinaryRuntime, path: string): string | undefined {
  const near = Buffer.from(typeof row.near === "string" ? row.near : row.near(path), "latin1");
  let places = 0;
  for (const { offset, size } of parts) {
    for (const at of occurrences(body, near, offset, offset + size)) {
      if (++places > mostPlaces) return undefined;
      const from = Math.max(0, at - (row.before ?? 0));
      const version = row.version.exec(bufferOf(body.read(from, versionBytes)).toString("latin1"))?.[1];
      if (version !== undefined) return version;
    }
  }
  return undefined;
}
