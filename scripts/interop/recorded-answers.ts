import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerSave } from "../../test/images/archive.ts";
import { interopIds } from "../../test/interop/advisories.ts";
import { interopTrees } from "../../test/interop/trees.ts";
import type { Peer } from "./peers.ts";

/** What each scanner finds in each tree's archive, as JSON: of the vulnerabilities that our own made-up records have, too. */
export async function recordedAnswers(cwd: string, peers: readonly Peer[]): Promise<string> {
  const answers: Record<string, Record<string, object[]>> = {};
  for (const { name, members } of interopTrees()) {
    const archive = join(cwd, `${name}.tar`);
    writeFileSync(archive, dockerSave({ layers: [members], tag: `team/${name}:1.0`, layout: "old" }));
    for (const peer of peers) {
      const found = await peer.archive(archive);
      const known = found.filter(({ id, aliases }) => [id, ...aliases].some((one) => interopIds.has(one)));
      (answers[peer.name] ??= {})[name] = known.toSorted((a, b) => (a.purl + a.id < b.purl + b.id ? -1 : 1));
    }
  }
  return `${JSON.stringify(answers, undefined, 2)}\n`;
}
