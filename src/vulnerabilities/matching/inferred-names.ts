import type { InferredNames } from "./lookup.ts";
import type { AdvisoryShard } from "../../domain/advisory/advisory.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { isInferred, type PackageIdentity } from "../../domain/image/package-identity.ts";
import { agreementOf } from "../../facts/packages/maven/agreement.ts";
import { knownGroups } from "../../facts/packages/maven/known-groups.ts";
import type { Lookup } from "./lookup.ts";

/** A name of this confidence is replaced only by one that a header or its classes begin with. */
const certainConfidence = 0.9;

/**
 * Java archives usually lack their group, and the guess may differ from the name in advisories. So every package of
 * that artifact in the store is compared with the evidence, and the one with the best matching group is chosen. Several
 * equal matches are indistinguishable. Undefined if the name is no guess, or if none matches and the guess is used.
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
    const candidateNames = [...new Set(guesses.map(artifactOf))].flatMap((artifact) => index.get(artifact) ?? []);
    return chooseNames(identity, guess, candidateNames, new Set(sameSoftware(guess, version, identity)));
  };
}

function chooseNames(
  identity: PackageIdentity,
  guess: string,
  candidateNames: readonly string[],
  equalNames: ReadonlySet<string>,
): InferredNames | undefined {
  const [evidence = "its file's name"] = identity.evidence;
  const exactNames = candidateNames.filter((name) => name === guess || equalNames.has(name));
  if (exactNames.length > 0) return { kind: "inferred", names: exactNames.toSorted(), why: evidence };
  // Software with a known name in its known folders is no guess.
  if (identity.by === "table" && identity.confidence >= certainConfidence) return undefined;
  const ranked = candidateNames
    .map((name) => ({ name, ...agreementOf(groupOf(name), identity) }))
    .filter(({ level }) => level >= (identity.confidence >= certainConfidence ? 2 : 1))
    .sort((a, b) => b.level - a.level || b.depth - a.depth);
  const [first] = ranked;
  if (first === undefined) return withoutEvidence(identity, candidateNames);
  const equal = ranked.filter(({ level, depth }) => level === first.level && depth === first.depth);
  const names = equal.map(({ name }) => name).sort();
  const hints = [...(identity.stated ?? []), ...(identity.folders ?? [])].slice(0, 2).join(" and ");
  if (equal.length > 1)
    return { kind: "possibly", names, why: `${names.join(" and ")} agree equally well with ${hints}` };
  return first.level === 2
    ? { kind: "inferred", names, why: `${groupOf(first.name)} agrees with ${hints}` }
    : { kind: "possibly", names, why: `${groupOf(first.name)} has the maker of ${hints}, and nothing else agrees` };
}

/** Nothing speaks for the only package of that name, and nothing against it. */
function withoutEvidence(
  { by, stated, folders }: PackageIdentity,
  candidateNames: readonly string[],
): InferredNames | undefined {
  const [only, second] = candidateNames;
  // `core` is the name of anything.
  if (only?.includes("-") !== true) return undefined;
  if (second !== undefined || by !== "file-name" || stated !== undefined || folders !== undefined) return undefined;
  return {
    kind: "possibly",
    names: [only],
    why: "it is the only package of that name, and the archive says nothing else",
  };
}

/** Successive names of one artifact: advisories may use any of them, and their versions decide. */
function sameSoftware(guess: string, version: string, { by, folders = [] }: PackageIdentity): string[] {
  if (by !== "table") return [];
  const artifact = artifactOf(guess);
  const rows = knownGroups(artifact, version);
  const knownGroup = rows.find(({ group }) => group === groupOf(guess));
  // Packages elsewhere are other software of the same name.
  return rows
    .filter(
      ({ roots }) =>
        knownGroup !== undefined &&
        roots.some((root) => knownGroup.roots.includes(root)) &&
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
