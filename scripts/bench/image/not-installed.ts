import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Of npm packages that only another tool reports, those that no one can call installed: the image has no manifest of that name and
 * version (a lock file names builds for other systems, which npm never unpacked), or all that it has are `private`, which npm refuses to
 * publish, in folders of another package. Told by GNU tar and JSON.parse, without any code of ours that reads images.
 */
export function notInstalled(
  missing: readonly string[],
  layers: readonly string[],
  scratch: string,
): ReadonlySet<string> {
  const asked = missing.filter((key) => key.startsWith("npm:"));
  if (asked.length === 0) return new Set();
  const real = new Set<string>();
  for (const layer of layers) {
    const folder = mkdtempSync(join(scratch, "manifests-"));
    try {
      unpackManifests(layer, folder);
      for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        const key = path.endsWith("package.json") ? installedKey(join(folder, path), path) : undefined;
        if (key !== undefined) real.add(key);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return new Set(asked.filter((key) => !real.has(key)));
}

function unpackManifests(layer: string, folder: string): void {
  const args = ["-xf", layer, "-C", folder, "--no-same-owner", "--wildcards", "*/package.json"];
  try {
    execFileSync("tar", args, { stdio: "ignore" });
  } catch {
    // A layer without any is an error to tar.
  }
}

function installedKey(file: string, path: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as { name?: string; version?: string; private?: unknown };
    const own = path.endsWith(`node_modules/${manifest.name}/package.json`);
    return manifest.private === true && !own ? undefined : `npm:${manifest.name}@${manifest.version}`;
  } catch {
    return undefined;
  }
}
