import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../src/domain/report/report.ts";
import { renderOpenVex } from "../../src/reports/openvex.ts";
import { dockerSave } from "../../test/images/archive.ts";
import { blobStore } from "../../test/images/oci.ts";
import { startRegistry } from "../../test/images/registry-server.ts";
import type { InteropFolder } from "../../test/interop/scan-interop.ts";
import { interopTrees, type InteropTree } from "../../test/interop/trees.ts";
import { openVexOf, otherVersion, type PeerFinding } from "../../test/interop/foreign-vex.ts";
import type { Peer } from "./peers.ts";
import { tableOf } from "./table.ts";

/** A group of which nothing was found. */
const nothing = "0 of 0";

type Kind = "archive" | "registry" | "sbom";

/** What the rows count apart. */
const groups: readonly (readonly [string, (purl: string) => boolean])[] = [
  ["Debian, with an epoch", (purl) => purl.startsWith("pkg:deb/") && /@1(?::|%3A)|epoch=1/.test(purl)],
  ["Debian, without", (purl) => purl.startsWith("pkg:deb/")],
  ["Rocky", (purl) => purl.startsWith("pkg:rpm/rocky/")],
  ["AlmaLinux", (purl) => purl.startsWith("pkg:rpm/alma")],
  ["Azure Linux", (purl) => purl.startsWith("pkg:rpm/azurelinux/")],
  ["Alpine", (purl) => purl.startsWith("pkg:apk/")],
  ["npm", (purl) => purl.startsWith("pkg:npm/")],
  ["Go", (purl) => purl.startsWith("pkg:golang/")],
  ["PyPI", (purl) => purl.startsWith("pkg:pypi/")],
];
const groupOf = ({ purl }: { readonly purl: string }) => groups.find(([, fits]) => fits(purl))?.[0] ?? "other";

/** Of `known` those that are gone from `left`, counted by group: `8 of 8`. */
function effects(known: readonly PeerFinding[], left: readonly PeerFinding[]): ReadonlyMap<string, string> {
  const keyOf = ({ id, purl }: PeerFinding) => `${id} ${purl}`;
  const rest = new Set(left.map(keyOf));
  return new Map(
    groups.map(([name]) => {
      const all = known.filter((one) => groupOf(one) === name);
      return [name, `${all.filter((one) => !rest.has(keyOf(one))).length} of ${all.length}`];
    }),
  );
}

const asFindings = ({ vulnerabilities = [] }: Report): readonly PeerFinding[] =>
  vulnerabilities
    .filter(({ suppressed }) => suppressed === undefined)
    .map(({ id, aliases, purl }) => ({ id, aliases, purl }));

/** Ours in theirs and theirs in ours: each statement that was made, and whether it took effect. Throws `Error` where one on another version or image did. */
export async function drawVexTable(cwd: string, peers: readonly Peer[], folder: InteropFolder): Promise<string> {
  const rows = new Map<string, Map<string, string>>();
  for (const tree of interopTrees())
    for (const [title, counts] of await effectsOfTree(tree, { cwd, peers, folder })) {
      const row = rows.get(title) ?? new Map<string, string>();
      for (const [group, count] of counts) if (count !== nothing) row.set(group, count);
      rows.set(title, row);
    }
  const names = groups.map(([group]) => group);
  return tableOf(
    ["", ...names],
    [...rows].map(([title, counts]) => [title, ...names.map((group) => counts.get(group) ?? "-")]),
  );
}

interface Setting {
  readonly cwd: string;
  readonly peers: readonly Peer[];
  readonly folder: InteropFolder;
}

async function effectsOfTree(
  { name, members }: InteropTree,
  { cwd, peers, folder }: Setting,
): Promise<(readonly [title: string, counts: ReadonlyMap<string, string>])[]> {
  const archive = join(cwd, `${name}.tar`);
  writeFileSync(archive, dockerSave({ layers: [members], tag: `team/${name}:1.0`, layout: "old" }));
  const sbom = join(cwd, `${name}.cdx.json`);
  await folder.writeSbom(archive, "cyclonedx", sbom);
  const store = blobStore();
  const { digest } = store.image({ layers: [members] });
  await using registry = await startRegistry(store, new Map([[`team/${name}:1.0`, digest]]));
  const image = `${registry.host}/team/${name}:1.0`;
  const oci = `pkg:oci/${name}@${digest}?repository_url=${encodeURIComponent(`${registry.host}/team/${name}`)}`;
  const targets: Readonly<Record<Kind, { readonly theirs: string; readonly ours: string }>> = {
    archive: { theirs: archive, ours: archive },
    registry: { theirs: image, ours: `registry:${image}` },
    sbom: { theirs: sbom, ours: sbom },
  };
  let number = 0;
  const vexFile = (content: string): string => {
    const file = join(cwd, `${name}-${number++}.vex.json`);
    writeFileSync(file, content);
    return file;
  };
  const zeros = "0".repeat(64);
  const rows: (readonly [string, ReadonlyMap<string, string>])[] = [];
  for (const kind of ["archive", "registry", "sbom"] as const) {
    const { theirs, ours } = targets[kind];
    const report = await folder.scan(ours);
    const all = asFindings(report);
    const ids = new Set(all.flatMap(({ id, aliases }) => [id, ...aliases]));
    const own = decidedVex(report, kind === "archive" ? "packages" : undefined);
    const wrongOwn = [
      own.replaceAll(/(pkg:(?!oci)[^"@]+@)([^"?]+)/g, "$1$2.9"),
      ...(kind === "registry" ? [own.replaceAll(digest.slice("sha256:".length), zeros)] : []),
    ];
    for (const peer of peers) {
      const before = await peer[kind](theirs);
      const known = before.filter(({ id, aliases }) => [id, ...aliases].some((one) => ids.has(one)));
      const left = (vex: string) => peer[kind](theirs, vexFile(vex));
      rows.push([`ours in ${peer.name}, ${kind}`, effects(known, await left(own))]);
      for (const vex of wrongOwn)
        if ((await left(vex)).length < before.length)
          throw new Error(`${peer.name}, ${kind}: a wrong statement of ours`);
      const after = async (vex: string) => asFindings(await folder.scan(ours, [vexFile(vex)]));
      const same = all.filter((one) => known.some((other) => isSame(one, other)));
      rows.push([
        `${peer.name}'s in ours, ${kind}`,
        effects(same, await after(openVexOf(known, kind === "registry" ? oci : undefined))),
      ]);
      for (const vex of [openVexOf(otherVersion(known)), openVexOf(known, oci.replace(digest, `sha256:${zeros}`))])
        if ((await after(vex)).length < all.length) throw new Error(`${kind}: a wrong statement of ${peer.name}'s`);
    }
  }
  return rows;
}

/** One vulnerability in packages of one name. */
function isSame(a: PeerFinding, b: PeerFinding): boolean {
  const [one, other] = [a, b].map(({ purl }) =>
    decodeURIComponent(purl.replace(/[@?].*$/s, ""))
      .split("/")
      .at(-1),
  );
  return (
    one?.toLowerCase() === other?.toLowerCase() && [a.id, ...a.aliases].some((id) => [b.id, ...b.aliases].includes(id))
  );
}

/** What `scan --format openvex` writes if every vulnerability was decided. */
function decidedVex(report: Report, product: string | undefined): string {
  const reason = "not_affected: vulnerable_code_not_present";
  const vulnerabilities = (report.vulnerabilities ?? []).map((one) => ({
    ...one,
    suppressed: { by: "vex" as const, reason, where: "made up" },
  }));
  const options = { author: "Team", now: "2026-12-01T00:00:00Z", ...(product !== undefined && { product }) };
  return renderOpenVex({ ...report, vulnerabilities }, options);
}
