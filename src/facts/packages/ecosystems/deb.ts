import type { FileBody } from "../../../domain/image/file-body.ts";
import { licensesOf } from "../deb/licenses.ts";
import { paragraphs, relationNames } from "../deb/paragraphs.ts";
import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";

const status = "/var/lib/dpkg/status";
const diversions = "/var/lib/dpkg/diversions";
const copyright = /^\/usr\/share\/doc\/([^/]+)\/copyright$/;
const list = /^\/var\/lib\/dpkg\/info\/([^/]+)\.list$/;
/** One file a package, in images that Bazel assembles (distroless), and its control archive's `md5sums` next to it. */
const single = /^\/var\/lib\/dpkg\/status\.d\/([^/]+?)(\.md5sums)?$/;

/** Whole license texts follow the names; a `copyright` file is read only so far. */
const copyrightBytes = 1024 * 1024;
const fieldNames = new Set([
  "package",
  "version",
  "status",
  "architecture",
  "source",
  "depends",
  "pre-depends",
  "provides",
  "conffiles",
]);

/**
 * Packages of dpkg (dpkg(1), deb-control(5), dpkg-query(1)). Lists name files as packages ship them: `/lib/...` where the file is in
 * `/usr/lib/...`. Licenses are in separate files; `/usr/share/doc/NAME` may be a link to another package's folder.
 */
const deb: Ecosystem = {
  name: "deb",
  type: "deb",
  distribution: true,
  database: true,
  looksAt: { names: ["copyright"], under: ["/var/lib/dpkg/"] },
  wants: ({ path }) =>
    path === status || path === diversions || list.test(path) || single.test(path) || copyright.test(path),
  read({ path }, body) {
    const documented = copyright.exec(path)?.[1];
    if (documented !== undefined) return about(documented, { licenses: licensesOf(textOf(body, copyrightBytes)) });
    const packageName = list.exec(path)?.[1];
    if (packageName !== undefined) return about(packageName, { owns: filesOf(textOf(body)) });
    if (path === diversions) return diversionsOf(textOf(body));
    const [, name, sums] = single.exec(path) ?? [];
    if (name !== undefined && sums !== undefined) return about(name, { owns: summedFiles(textOf(body)) });
    return packagesOf(textOf(body), path === status);
  },
};
export default deb;

function textOf(body: FileBody, maxBytes = body.size): string {
  return decode(body.read(0, Math.min(body.size, maxBytes)));
}

function about(name: string, notes: { readonly owns?: readonly string[]; readonly licenses?: readonly string[] }) {
  return (notes.owns ?? notes.licenses ?? []).length === 0 ? undefined : { about: [{ name, ...notes }] };
}

function packagesOf(text: string, needsStatus: boolean): PackageExtract | undefined {
  const packages: FoundPackage[] = [];
  let namesPackage = false;
  for (const fields of paragraphs(text, fieldNames)) {
    namesPackage ||= fields.has("package");
    const packageRecord = packageOf(fields, needsStatus);
    if (packageRecord !== undefined) packages.push(packageRecord);
  }
  if (namesPackage) return { packages };
  if (needsStatus && text.trim() !== "") throw new Error("none of its paragraphs names a package");
  return undefined;
}

function packageOf(fields: ReadonlyMap<string, string>, needsStatus: boolean): FoundPackage | undefined {
  const name = fields.get("package") ?? "";
  const version = fields.get("version") ?? "";
  if (name === "" || version === "") return undefined;
  // `deinstall ok config-files` is gone but for its settings; half-installed ones have files.
  const state = fields.get("status");
  if (needsStatus && (state === undefined || /(?:not-installed|config-files)$/.test(state))) return undefined;
  const architecture = fields.get("architecture") ?? "";
  const source = /^(\S+)(?:\s+\(([^)]+)\))?/.exec(fields.get("source") ?? "");
  const owns = conffilesOf(fields.get("conffiles") ?? "");
  return {
    name,
    version,
    ...(architecture === "" ? {} : { qualifiers: { arch: architecture } }),
    source: { name: source?.[1] ?? name, version: source?.[2] ?? version },
    dependsOn: relationNames(fields.get("pre-depends"), fields.get("depends")),
    provides: relationNames(fields.get("provides")),
    ...(owns.length === 0 ? {} : { owns }),
  };
}

/** `/etc/bash.bashrc 89269e1298235f1b12b4c16e4065ad0d [obsolete]`, one a line. A path may have spaces. */
function conffilesOf(value: string): readonly string[] {
  return value.split("\n").flatMap((line) => /^(\/.*?) [0-9a-z]{10,32}(?: [a-z-]+)?$/.exec(line)?.[1] ?? []);
}

/** Paths of an `info/NAME.list`. A folder comes right before its content, which distinguishes most of them from files. */
function filesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.filter((line, index) => {
    const next = lines[index + 1] ?? "";
    const isFolder = next.charCodeAt(line.length) === 0x2f && next.startsWith(line);
    return !isFolder && line.startsWith("/") && line !== "/.";
  });
}

/** `d41d8cd98f00b204e9800998ecf8427e  usr/share/doc/x/copyright`, one a line. */
function summedFiles(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const file = /^[0-9a-f]{32} [ *](?:\.?\/)?(.+)$/.exec(line)?.[1];
    return file === undefined ? [] : [`/${file}`];
  });
}

/** Three lines each (dpkg-divert(1)): the path, where it went, and whose file keeps the path (`:` for none). */
function diversionsOf(text: string): PackageExtract | undefined {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (lines.length % 3 !== 0) throw new Error("it ends in the middle of a diversion");
  const diverted: { from: string; to: string; by?: string }[] = [];
  for (let index = 0; index < lines.length; index += 3) {
    const [from = "", to = "", by = ""] = lines.slice(index, index + 3);
    if (!from.startsWith("/") || !to.startsWith("/")) throw new Error("a diversion in it names no absolute path");
    diverted.push({ from, to, ...(by === ":" ? {} : { by }) });
  }
  return diverted.length === 0 ? undefined : { diverted };
}
