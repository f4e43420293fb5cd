import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { npmDependencies, npmLicenses, npmPackage } from "../npm/npm-package.ts";
import { parseJsonObject } from "../text/json.ts";
import { folderOf } from "../text/paths.ts";
import { lastPart } from "../../../text/cut.ts";

// The folder that a manager made for a package, in any layout: hoisted, nested, scoped, pnpm's `.pnpm/x@1/node_modules/x`.
const ownFolder = /\/node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)\/package\.json$/;

/**
 * npm packages by their `package.json` (npm docs, package.json).
 *
 * Under `node_modules` the folder of a package counts whatever its manifest says. Elsewhere (`/opt/yarn-v1.22.22`, an application, a copy that
 * another package carries along) a manifest counts when it has a name and a version and is not `private`. Syft and Trivy report those too, and a
 * copy has the vulnerabilities of the original; npm refuses to publish what is private, so no advisory is about it, and test folders are nearly always
 * private. `node_modules/.package-lock.json` is not read: each package that it lists has its own manifest, or is gone.
 */
const npm: Ecosystem = {
  name: "npm",
  type: "npm",
  looksAt: { names: ["package.json"] },
  maxBytes: 4 * 1024 * 1024,
  read(file, body): PackageExtract | undefined {
    const installed = ownFolder.test(file.path);
    const bytes = body.read(0, body.size);
    const manifest = readManifest(bytes, installed);
    if (manifest === undefined) return undefined;
    const found = npmPackage(manifest.name, manifest.version);
    if (found === undefined) return undefined;
    if (!installed && (manifest.private === true || holderOf(file.path) === found.name)) return undefined;
    const owns = [ownsFolder(file.path, found) ? folderOf(file.path) : file.path];
    return { packages: [{ ...found, ...detailsOf(manifest), owns }] };
  },
};

/** An application's manifest may lie in `/` or `/usr/local`, where most files are not its own; `/opt/yarn-v1.22.22` says what it is. */
function ownsFolder(path: string, found: FoundPackage): boolean {
  if (path.includes("/node_modules/")) return true;
  const base = lastPart(folderOf(path).slice(0, -1));
  const name = found.purlName ?? found.name;
  return base === name || base.startsWith(`${name}-`) || base.startsWith(`${name}@`);
}

/** Undefined for a file that is not one, where packages keep damaged ones on purpose as tests of their own. */
function readManifest(bytes: Uint8Array, installed: boolean): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseJsonObject(bytes);
  } catch (error) {
    if (installed) throw error;
    return undefined;
  }
}

function detailsOf(manifest: Readonly<Record<string, unknown>>): Partial<FoundPackage> {
  const licences = npmLicenses(manifest);
  const dependsOn = npmDependencies(manifest);
  return { ...(licences === undefined ? {} : { licences }), ...(dependsOn === undefined ? {} : { dependsOn }) };
}

/** The package in whose folder, but not as its own manifest, a `package.json` lies. */
function holderOf(path: string): string | undefined {
  const [mark, end] = ["/node_modules/", "/package.json"];
  if (!path.endsWith(end)) return undefined;
  const above = path.slice(0, -end.length);
  for (let at = above.lastIndexOf(mark); at !== -1; at = at === 0 ? -1 : above.lastIndexOf(mark, at - 1)) {
    // A name of a file has at most 255 bytes, so a longer look finds nothing more.
    const behind = above.slice(at + mark.length, at + mark.length + 520);
    const name = /^((?:@[^/]+\/)?[^/@.][^/]*)\/./.exec(behind)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

export default npm;
