import { execFile } from "node:child_process";
import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FoundPackage, PackageExtract } from "../../../src/facts/packages/ecosystem.ts";
import type { FileBody } from "../../../src/domain/image/file-body.ts";
import type { LayerProbe } from "../../../src/domain/image/layer-probe.ts";

const exec = promisify(execFile);

/** Standard output of a program; it fails as the program does. */
export async function run(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await exec(program, args, {
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  return stdout;
}

/** Undefined when all are there, else which are not. */
export async function missing(...programs: readonly string[]): Promise<string | undefined> {
  const absent: string[] = [];
  for (const program of programs) await run("which", program).catch(() => absent.push(program));
  return absent.length === 0 ? undefined : `${absent.join(", ")} not installed`;
}

/** What a probe reads from a file below a folder, as if the folder were the image. The file is read piece by piece. */
export function probeFile<T>(probe: LayerProbe<T>, root: string, path: string): T | undefined {
  const descriptor = openSync(join(root, path), "r");
  try {
    const { size, mode } = fstatSync(descriptor);
    const body: FileBody = {
      size,
      read: (offset, length) => {
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
        return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
      },
    };
    const file = { path, size, mode };
    return probe.wants?.(file) === false ? undefined : probe.read(file, body);
  } finally {
    closeSync(descriptor);
  }
}

/** Of all files in a folder of the root. */
export function probeFolder(
  probe: LayerProbe<PackageExtract>,
  root: string,
  folder: string,
): readonly PackageExtract[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => probeFile(probe, root, `${folder}/${entry.name}`) ?? []);
}

export function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** `name version arch source sourceVersion`, sorted. */
export function summaries(packages: readonly FoundPackage[] = []): string[] {
  return packages
    .map(({ name, version, qualifiers, source }) =>
      [name, version, qualifiers?.["arch"], source?.name, source?.version].join(" "),
    )
    .sort();
}
