import { createHash } from "node:crypto";
import { imageProbes } from "../../src/facts/image/image-probes.ts";
import { imageInfo } from "../../src/facts/image/image-info.ts";
import { needImage, type NeedImage } from "../../src/facts/need/need-image.ts";
import { needProbe } from "../../src/facts/need/need-probe.ts";
import { findPackages } from "../../src/facts/packages/find-packages.ts";
import { mergeLayers } from "../../src/facts/tree/merge-layers.ts";
import type { ImageScan } from "../../src/domain/image/image-scan.ts";
import type { Image } from "../../src/sources/image/image-source.ts";
import { readImage } from "../../src/sources/image/layers/read-image.ts";
import type { Member } from "./archive.ts";
import { elf } from "./elf.ts";
import { imageOf, type MemoryImage } from "./read-members.ts";

/** A package of dpkg. Content by path; a path with ` -> ` is a link. */
export interface DebPackage {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly depends?: string;
  readonly preDepends?: string;
  readonly provides?: string;
  readonly version?: string;
  readonly architecture?: string;
  readonly status?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  /** Of its files by name; the configuration files are recorded in the status file. */
  readonly conffiles?: Readonly<Record<string, string>>;
  readonly noList?: true;
}

/** Packages by name, or `name:architecture`. */
export type DebPackages = Readonly<Record<string, DebPackage>>;

const shell = elf({ needed: ["libc.so.6"] });

/** What every image has: a C library, a shell, and the programs that remove packages. */
export const minimal: DebPackages = {
  libc6: { files: { "/usr/lib/x86_64-linux-gnu/libc.so.6": elf({ texts: ["libgcc_s.so.1"] }) } },
  dash: { files: { "/usr/bin/dash": shell, "/usr/bin/sh -> dash": "" } },
  coreutils: { files: { "/usr/bin/rm": shell, "/usr/bin/mkdir": shell } },
  dpkg: { files: { "/usr/bin/dpkg": shell } },
};

export interface DebImage {
  readonly source: Image;
  readonly read: ImageScan;
  readonly image: NeedImage;
}

/** An image with these packages on `minimal` and files that no package owns. */
export async function debImage(
  packages: DebPackages,
  unowned: readonly Member[] = [],
  more: MemoryImage = {},
): Promise<DebImage> {
  const all = Object.entries({ ...minimal, ...packages });
  const members: Member[] = [
    { path: "etc/os-release", content: 'ID=debian\nVERSION_ID="13"\n' },
    { path: "bin", type: "symlink", link: "usr/bin" },
    { path: "lib", type: "symlink", link: "usr/lib" },
    { path: "var/lib/dpkg/status", content: all.map(([key, one]) => paragraph(key, one)).join("\n") },
    ...all.flatMap(([key, one]) => packageMembers(key, one)),
    ...unowned,
  ];
  const source = imageOf([members], { ...more, config: { ...more.config } });
  const read = await readImage(source, { probes: [...imageProbes, needProbe] });
  const tree = mergeLayers(read.layers);
  const info = imageInfo(read, {}, tree);
  const config = { ...read.config, architecture: "amd64" };
  return { source, read, image: needImage(tree, config, info.packages, findPackages(tree, info.os).ownerOf) };
}

function nameOf(key: string): string {
  return key.split(":")[0] ?? key;
}

function paragraph(
  key: string,
  { depends, preDepends, provides, version = "1", architecture, status, conffiles }: DebPackage,
): string {
  return [
    `Package: ${nameOf(key)}`,
    `Status: ${status ?? "install ok installed"}`,
    `Architecture: ${architecture ?? key.split(":")[1] ?? "amd64"}`,
    `Version: ${version}`,
    ...(depends === undefined ? [] : [`Depends: ${depends}`]),
    ...(preDepends === undefined ? [] : [`Pre-Depends: ${preDepends}`]),
    ...(provides === undefined ? [] : [`Provides: ${provides}`]),
    ...(conffiles === undefined
      ? []
      : ["Conffiles:", ...Object.entries(conffiles).map(([path, text]) => ` ${path} ${md5(text)}`)]),
    "",
  ].join("\n");
}

function packageMembers(key: string, { files = {}, scripts = {}, conffiles = {}, noList }: DebPackage): Member[] {
  const own = [...Object.keys(files).map((path) => path.split(" -> ")[0] ?? path), ...Object.keys(conffiles)];
  const information = `var/lib/dpkg/info/${key}`;
  const isLinked = own.includes(`/usr/share/doc/${nameOf(key)}`);
  const copyright = `/usr/share/doc/${nameOf(key)}/copyright`;
  const paths = isLinked ? own : [...own, copyright];
  return [
    ...(noList ? [] : [{ path: `${information}.list`, content: paths.map((path) => `${path}\n`).join("") }]),
    {
      path: `${information}.md5sums`,
      content: Object.entries(files)
        .map(([path, content]) => (path.includes(" -> ") ? "" : `${md5(content)}  ${path.slice(1)}\n`))
        .join(""),
    },
    ...(isLinked ? [] : [{ path: copyright.slice(1), content: "License" }]),
    ...Object.entries(scripts).map(([name, content]) => ({ path: `${information}.${name}`, content, mode: 0o755 })),
    ...Object.entries(files).map(([name, content]): Member => {
      const [path = "", link] = name.split(" -> ");
      return link === undefined
        ? { path: path.slice(1), content, mode: 0o755 }
        : { path: path.slice(1), type: "symlink", link };
    }),
  ];
}

function md5(content: string | Uint8Array): string {
  return createHash("md5").update(content).digest("hex");
}
