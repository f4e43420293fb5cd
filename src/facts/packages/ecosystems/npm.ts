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
 * Under `node_modules` the folder of a package counts whatever its manifest says. Elsewhere (`/opt/yarn-v1.22.22`, an application, a copy in
 * another package) a manifest counts when it has a name and a version and is not `private`. Syft and Trivy report those too, and a
 * copy has the vulnerabilities of the original; npm refuses to publish private packages, so no advisory is about them, and test folders are nearly always
 * private. `node_modules/.package-lock.json` is not read: each package that it lists has its own manifest, or was removed.
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
    const packageRecord = npmPackage(manifest.name, manifest.version);
    if (packageRecord === undefined) return undefined;
    if (!installed && (manifest.private === true || holderOf(file.path) === packageRecord.name)) return undefined;
    const owns = [ownsFolder(file.path, packageRecord) ? folderOf(file.path) : file.path];
    return { packages: [{ ...packageRecord, ...detailsOf(manifest), owns }] };
  },
};

/** An application's manifest may be in `/` or `/usr/local`, where most files are not its own; `/opt/yarn-v1.22.22` names the package. */
function ownsFolder(path: string, packageRecord: FoundPackage): boolean {
  if (path.includes("/node_modules/")) return true;
  const base = lastPart(folderOf(path).slice(0, -1));
  const name = packageRecord.purlName ?? packageRecord.name;
  return base === name || base.startsWith(`${name}-`) || base.startsWith(`${name}@`);
}

/** Undefined for an invalid file, where packages keep damaged ones as test data. */
function readManifest(bytes: Uint8Array, installed: boolean): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseJsonObject(bytes);
  } catch (error) {
    if (installed) throw error;
    return undefined;
  }
}

function detailsOf(manifest: Readonly<Record<string, unknown>>): Partial<FoundPackage> {
  const licenses = npmLicenses(manifest);
  const dependsOn = npmDependencies(manifest);
  return { ...(licenses === undefined ? {} : { licenses }), ...(dependsOn === undefined ? {} : { dependsOn }) };
}

/** The package whose folder holds a `package.json` that is not its own manifest. */
function holderOf(path: string): string | undefined {
  const [mark, end] = ["/node_modules/", "/package.json"];
  if (!path.endsWith(end)) return undefined;
  const above = path.slice(0, -end.length);
  for (let at = above.lastIndexOf(mark); at !== -1; at = at === 0 ? -1 : above.lastIndexOf(mark, at - 1)) {
    // A name of a file has at most 255 bytes, so a longer search finds nothing more.
    const pathBelow = above.slice(at + mark.length, at + mark.length + 520);
    const name = /^((?:@[^/]+\/)?[^/@.][^/]*)\/./.exec(pathBelow)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

export default npm;
