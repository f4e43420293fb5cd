import type { InferredNames } from "./lookup.ts";
import type { AdvisoryShard } from "../../domain/advisory/advisory.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { isInferred, type PackageIdentity } from "../../domain/image/package-identity.ts";
import { agreementOf } from "../../facts/packages/maven/agreement.ts";
import { knownGroups } from "../../facts/packages/maven/known-groups.ts";
import type { Lookup } from "./lookup.ts";

/** A name that is this sure is left only for one that a header or its classes begin with. */
const sure = 0.9;

/**
 * Java archives mostly don't say their group, and the guess may differ from the name that advisories know. So every package of the artifact's
 * name in the store is compared with the evidence, and the one whose group agrees best is meant. Several that agree equally well can't be told
 * apart. Undefined where the name is no guess, or where none agrees and the guess stands.
 */
export function inferredNames(): (
  found: PackageInfo,
  lookup: Lookup,
  shard: AdvisoryShard,
) => InferredNames | undefined {
  const indexes = new Map<AdvisoryShard, ReadonlyMap<string, readonly string[]>>();
  return ({ identity, version }, { shard: kind, names: [guess = ""] }, shard) => {
    if (kind !== "maven" || !isInferred(identity) || shard.names === undefined) return undefined;
    let index = indexes.get(shard);
    if (index === undefined) indexes.set(shard, (index = byArtifact(shard.names())));
    const guesses = [guess, ...(identity.candidates ?? [])];
    const known = [...new Set(guesses.map(artifactOf))].flatMap((artifact) => index.get(artifact) ?? []);
    return chosen(identity, guess, known, new Set(sameSoftware(guess, version, identity)));
  };
}

function chosen(
  identity: PackageIdentity,
  guess: string,
  known: readonly string[],
  same: ReadonlySet<string>,
): InferredNames | undefined {
  const [evidence = "its file's name"] = identity.evidence;
  const own = known.filter((name) => name === guess || same.has(name));
  if (own.length > 0) return { kind: "inferred", names: own.toSorted(), why: evidence };
  // That software of a known name lies in its known folders is no guess any more.
  if (identity.by === "table" && identity.confidence >= sure) return undefined;
  const ranked = known
    .map((name) => ({ name, ...agreementOf(groupOf(name), identity) }))
    .filter(({ level }) => level >= (identity.confidence >= sure ? 2 : 1))
    .sort((a, b) => b.level - a.level || b.depth - a.depth);
  const [first] = ranked;
  if (first === undefined) return withoutEvidence(identity, known);
  const equal = ranked.filter(({ level, depth }) => level === first.level && depth === first.depth);
  const names = equal.map(({ name }) => name).sort();
  const told = [...(identity.stated ?? []), ...(identity.folders ?? [])].slice(0, 2).join(" and ");
  if (equal.length > 1)
    return { kind: "possibly", names, why: `${names.join(" and ")} agree equally well with ${told}` };
  return first.level === 2
    ? { kind: "inferred", names, why: `${groupOf(first.name)} agrees with ${told}` }
    : { kind: "possibly", names, why: `${groupOf(first.name)} has the maker of ${told}, and nothing else agrees` };
}

/** Nothing speaks for the only package of that name, and nothing against it. */
function withoutEvidence(
  { by, stated, folders }: PackageIdentity,
  known: readonly string[],
): InferredNames | undefined {
  const [only, second] = known;
  // `core` is the name of anything.
  if (only?.includes("-") !== true) return undefined;
  if (second !== undefined || by !== "file-name" || stated !== undefined || folders !== undefined) return undefined;
  return {
    kind: "possibly",
    names: [only],
    why: "it is the only package of that name, and the archive says nothing else",
  };
}

/** Names that one artifact has had one after the other: advisories may speak of it by any of them, and their versions decide. */
function sameSoftware(guess: string, version: string, { by, folders = [] }: PackageIdentity): string[] {
  if (by !== "table") return [];
  const artifact = artifactOf(guess);
  const rows = knownGroups(artifact, version);
  const own = rows.find(({ group }) => group === groupOf(guess));
  // Others that lie elsewhere are other software of the same name.
  return rows
    .filter(
      ({ roots }) =>
        own !== undefined &&
        roots.some((root) => own.roots.includes(root)) &&
        (folders.length === 0 || folders.some((folder) => roots.some((root) => `${folder}/`.startsWith(`${root}/`)))),
    )
    .map(({ group }) => `${group}:${artifact}`);
}

function byArtifact(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(names, artifactOf);
}

function artifactOf(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function groupOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf(":")));
}
