import { access, readFile, stat } from "node:fs/promises";
import { gunzip } from "node:zlib";
import { promisify } from "node:util";
import type { EngineComponent, EnginePart, PartOrigin } from "../../../domain/workload/engine-vulnerability.ts";
import type { EngineInfo } from "../types.ts";
import { placeOf } from "../containers/engine-root.ts";
import { engineProcess } from "./engine-process.ts";

/** Packages with a part, and their builders: a vendor's own packages contain the authors' releases. */
const packages: Readonly<
  Record<EnginePart, { readonly distribution: readonly string[]; readonly upstream: readonly string[] }>
> = {
  docker: { distribution: ["docker.io"], upstream: ["docker-ce"] },
  containerd: { distribution: ["containerd"], upstream: ["containerd.io"] },
  podman: { distribution: ["podman"], upstream: [] },
  runc: { distribution: ["runc", "runc-app"], upstream: ["containerd.io"] },
  crun: { distribution: ["crun"], upstream: [] },
};

const statusBytes = 64 * 1024 * 1024;
const changelogBytes = 8 * 1024 * 1024;

/** Builders of the parts of a local engine, by the packages of the engine's system. A part without a package was built by its authors, or by hand. */
export async function partOrigins(
  { sameKernel, endpoint }: Pick<EngineInfo, "sameKernel" | "endpoint">,
  components: readonly EngineComponent[],
): Promise<ReadonlyMap<EnginePart, PartOrigin>> {
  const root =
    sameKernel && endpoint.startsWith("unix://") ? await rootOf(endpoint.slice("unix://".length)) : undefined;
  const origins = await Promise.all(
    components.map(async (component): Promise<[EnginePart, PartOrigin]> => {
      if (root === undefined)
        return [
          component.part,
          { kind: "unknown", why: "the packages of the engine's machine cannot be read from here" },
        ];
      return [component.part, await originIn(root, component)];
    }),
  );
  return new Map(origins);
}

/** Prefix of the engine's system paths: empty if it shares our mounts, or if they are not visible because it runs as another user. */
async function rootOf(socket: string): Promise<string | undefined> {
  const pid = await engineProcess(socket);
  if (pid === undefined) return process.getuid?.() === 0 ? undefined : "";
  const [its, ownPlace] = await Promise.all([placeOf(String(pid)), placeOf("self")]);
  return its === ownPlace ? "" : `/proc/${pid}/root`;
}

/** Exported for tests: `root` is the prefix of a system's paths. */
export async function originIn(root: string, { part, version }: EngineComponent): Promise<PartOrigin> {
  const { distribution, upstream } = packages[part];
  const status = await bounded(`${root}/var/lib/dpkg/status`, statusBytes);
  if (status !== undefined) {
    const text = status.toString("utf8");
    for (const name of distribution) {
      const has = versionIn(text, name);
      // The running version may differ from the installed one.
      if (has === undefined || !isVersionOf(has, version)) continue;
      const fixes = await fixesOf(root, name);
      return { kind: "package", name, version: has, ...(fixes && { fixes }) };
    }
    const released = upstream.some((name) => versionIn(text, name) !== undefined);
    if (released || !isMarked(version)) return { kind: "upstream" };
  }
  for (const [database, ask] of otherPackageManagers)
    if (await exists(`${root}${database}`))
      return { kind: "unknown", why: `its package may have the fix under this number: ask ${ask(part)}` };
  if (isMarked(version))
    return { kind: "unknown", why: `${version} is a distribution's build, and its package is not found` };
  return { kind: "upstream" };
}

const otherPackageManagers: readonly (readonly [string, (part: EnginePart) => string])[] = [
  ["/usr/lib/sysimage/rpm", (part) => `rpm -q --changelog ${part}`],
  ["/var/lib/rpm", (part) => `rpm -q --changelog ${part}`],
  ["/lib/apk/db/installed", (part) => `apk info ${part}, and security.alpinelinux.org`],
  ["/var/lib/pacman", (part) => `pacman -Q ${part}, and security.archlinux.org`],
];

/** `+ds1`, `+dfsg1`, `~ds1`, `-0ubuntu2`: suffixes of distributions. */
const isMarked = (version: string): boolean => /[+~](?:ds|dfsg)|-\d+(?:ubuntu|\+deb|\.(?:el|fc)\d)/u.test(version);

function versionIn(status: string, name: string): string | undefined {
  const at = `\n${status}`.indexOf(`\nPackage: ${name}\n`);
  if (at === -1) return undefined;
  const end = status.indexOf("\n\n", at);
  const lines = status.slice(at, end === -1 ? undefined : end).split("\n");
  if (!lines.some((line) => /^Status: \S+ \S+ installed$/u.test(line))) return undefined;
  return lines
    .find((line) => line.startsWith("Version: "))
    ?.slice("Version: ".length)
    .trim();
}

/** The engine reports the version of the sources, the package adds a revision: `1.1.15+ds1` of `1.1.15+ds1-2+deb13u1`. */
function isVersionOf(installed: string, reported: string): boolean {
  const plain = installed.replace(/^\d+:/u, "");
  const version = reported.replace(/^v/u, "").trim();
  return version !== "" && plain.startsWith(version) && !/^[\d.]/u.test(plain.slice(version.length));
}

/** Ids in the package's changelog (Debian Policy 4.4); undefined if the system has none. */
async function fixesOf(root: string, name: string): Promise<string[] | undefined> {
  for (const file of ["changelog.Debian.gz", "changelog.gz"]) {
    const packed = await bounded(`${root}/usr/share/doc/${name}/${file}`, changelogBytes);
    if (packed === undefined) continue;
    const text = await promisify(gunzip)(packed, { maxOutputLength: changelogBytes }).catch(() => undefined);
    if (text !== undefined) return [...new Set(text.toString("utf8").match(/CVE-\d{4}-\d{4,8}/gu))];
  }
  return undefined;
}

async function bounded(path: string, maxBytes: number): Promise<Buffer | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() !== true || stats.size > maxBytes) return undefined;
  return readFile(path).catch(() => undefined);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
