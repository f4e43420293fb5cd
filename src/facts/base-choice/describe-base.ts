import { ownValue } from "../../domain/own-value.ts";
import type { BaseCandidate } from "../../domain/image/base-choice.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";

/** The runtimes of an image, by its packages and programs. */
export type BaseTraits = Pick<
  BaseCandidate,
  "os" | "libc" | "runtimes" | "user" | "shell" | "packageManagers" | "sizeBytes" | "layers" | "packages"
>;

export function describeBase(info: ImageInfo): BaseTraits {
  const { os, programs, packages } = info;
  const managers = programs
    .filter(({ kind }) => kind === "package-manager")
    .map(({ path }) => path.split("/").at(-1) ?? path);
  return {
    os: os.prettyName ?? (os.id === undefined ? "no distribution" : `${os.id} ${os.versionId ?? ""}`.trim()),
    libc: libcOf(info),
    runtimes: [...new Set(packages.flatMap(runtimeOf))].sort(),
    user: info.user === "" ? "root" : info.user,
    shell: programs.some(({ kind }) => kind === "shell"),
    packageManagers: [...new Set(managers)].sort(),
    sizeBytes: info.sizeBytes,
    layers: info.layers.length,
    packages: packages.filter(({ declared }) => declared !== true).length,
  };
}

const glibc = /^pkg:(?:deb\/[^/]+\/libc6|rpm\/[^/]+\/glibc|generic\/glibc)@/;
const musl = /^pkg:(?:apk\/[^/]+\/musl|deb\/[^/]+\/musl|generic\/musl)@/;

/** An image of a distribution without either is for programs that bring their own: distroless static. */
function libcOf({ packages, os }: ImageInfo): BaseCandidate["libc"] {
  if (packages.some(({ purl }) => glibc.test(purl))) return "glibc";
  if (packages.some(({ purl }) => musl.test(purl))) return "musl";
  return packages.some(({ purl }) => /^pkg:(?:deb|rpm|apk)\//.test(purl)) || os.id !== undefined ? "none" : "unknown";
}

const productNames: Readonly<Record<string, string>> = {
  python: "Python",
  node: "Node.js",
  ruby: "Ruby",
  php: "PHP",
  go: "Go",
  java: "Java",
  perl: "Perl",
};

/** The distribution's own interpreters count too: `python3.13` is Python 3.13 from any vendor. */
function runtimeOf({ purl, version }: ImageInfo["packages"][number]): string[] {
  const generic = /^pkg:generic\/(python|node|ruby|php|go|java|openjdk|jdk|jre)@/.exec(purl)?.[1];
  if (generic !== undefined) return [`${ownValue(productNames, generic) ?? "Java"} ${version}`];
  const [, name, cycle] =
    /^pkg:(?:deb|apk|rpm)\/[^/]+\/(python|nodejs|ruby|php)(\d*(?:\.\d+)*)-?(?:minimal|cli)?@/.exec(purl) ?? [];
  if (name === undefined || (name === "python" && cycle === "")) return [];
  const upstream = /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(version)?.[1];
  return upstream === undefined ? [] : [`${ownValue(productNames, name === "nodejs" ? "node" : name)} ${upstream}`];
}
