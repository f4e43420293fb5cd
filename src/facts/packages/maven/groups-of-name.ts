import { isUmbrella, organizationOf } from "./organization.ts";

/** A group that a name may begin with. */
export interface NamedGroup {
  readonly group: string;
  /** How well the rest of the name fits the artifact, 0 to 1. */
  readonly fit: number;
}

/** Longer ones are no one's. */
const mostParts = 24;

/**
 * Groups that a bundle's, a module's or a package's name may begin with, given the artifact: tools make such names of group and artifact
 * (Apache Felix, "Maven Bundle Plugin", Default Behavior; Gradle's `Automatic-Module-Name`), writing once what both have. So
 * `io.micronaut.security.micronaut_security_jwt` of `micronaut-security-jwt` begins with `io.micronaut.security`.
 */
export function groupsOfName(name: string, artifactId: string): NamedGroup[] {
  const parts = partsOf(name);
  const words = wordsOf(artifactId.replace(/_(?:2\.\d+|3)$/, ""));
  const artifact = words.join("");
  const first = words[0] ?? "";
  const groups: NamedGroup[] = [];
  if (parts.length < 2 || parts.length > mostParts || artifact === "") return [];
  for (let at = parts.length; at >= 2; at--) {
    const last = parts[at - 1];
    const group = name.slice(0, last?.end);
    if (last === undefined || isUmbrella(group) || !group.includes(".")) continue;
    const head = parts.slice(0, at).map(({ word }) => word);
    const tail = parts.slice(at).map(({ word }) => word);
    const isJoined = !name.slice(last.end + 1).includes(".");
    const fit = fitOf(head, tail, { words, artifact, first, isJoined });
    if (fit > 0) groups.push({ group, fit });
  }
  const organization = organizationOf(name);
  // `org.apache.felix.scr` is bundle and artifact in one, of the group `org.apache.felix`.
  const isBoth = artifactId.includes(".") && name === artifactId;
  if (!isUmbrella(organization) && (isBoth || !groups.some(({ group }) => group === organization)))
    groups.push({ group: organization, fit: isBoth ? 0.95 : 0.5 });
  const sorted = groups.sort((a, b) => b.fit - a.fit);
  // Where the artifact's whole name follows the group, another split is unlikely.
  const isClear = words.length > 1 && (sorted[0]?.fit ?? 0) >= 0.97;
  return isClear ? sorted.map((split, index) => (index === 0 ? split : { ...split, fit: split.fit * 0.4 })) : sorted;
}

interface Artifact {
  readonly words: readonly string[];
  readonly artifact: string;
  readonly first: string;
  /** The rest of the name is written as an artifact is, without dots. */
  readonly isJoined: boolean;
}

function fitOf(
  head: readonly string[],
  tail: readonly string[],
  { words, artifact, first, isJoined }: Artifact,
): number {
  const tailText = tail.join("");
  const last = head.at(-1) ?? "";
  if (tailText === "") {
    if (last === first || artifact === head.join("")) return 0.9;
    return (last.length >= 4 && artifact.startsWith(last)) || last.startsWith(artifact) ? 0.9 : 0.3;
  }
  // `x.widget.core` of `widget-core` is rather `x.widget` and the artifact, with what both have written once; `x.widget-core` is not.
  if (tailText === artifact) return tail.length === 1 || isJoined ? 1 : 0.9;
  if (artifact.endsWith(tailText)) {
    // Written twice, it ends the group and begins the artifact: `sourcegen.sourcegen_bytecode_writer`.
    if (last === tail[0]) return 0.97;
    const artifactHead = artifact.slice(0, artifact.length - tailText.length);
    if (last === first) return 0.95;
    if (head.join("").endsWith(artifactHead)) return 0.93;
    return words.some((word) => artifactHead.includes(word) && head.includes(word)) ? 0.8 : 0.6;
  }
  if (last !== first) return 0;
  return tail.every((word) => words.includes(word)) ? 0.85 : 0.82;
}

function partsOf(name: string): { readonly word: string; readonly end: number }[] {
  return [...name.matchAll(/[^.\-_]+/g)].map((match) => ({
    word: match[0].toLowerCase(),
    end: match.index + match[0].length,
  }));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[.\-_]/)
    .filter((word) => word !== "");
}
