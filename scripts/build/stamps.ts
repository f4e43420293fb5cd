import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import type { PluginContext } from "rolldown";
import type { CodePart } from "../../src/pipeline/image/code-stamps.ts";

type Graph = Pick<PluginContext, "getModuleInfo">;

/** What each part of src/pipeline/image/code-stamps.ts is, by the modules that lead to all of it. */
const parts: Readonly<Record<CodePart, readonly string[]>> = {
  layers: [
    "pipeline/image/cached-layers",
    "facts/image/image-probes",
    "facts/secrets/secrets-probe",
    "facts/need/need-probe",
  ],
  packages: ["pipeline/fleet/read-task"],
  matching: ["pipeline/fleet/judge-packages"],
};

/** A hash of the sources of each part: all that its modules import, on demand or not. `graph` is the bundler's, `root` the folder of package.json. */
export function codeStamps(graph: Graph, root: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(parts).map(([part, names]) => {
      const ids = [
        ...reach(
          graph,
          names.map((name) => join(root, "src", `${name}.ts`)),
        ),
      ];
      const hash = createHash("sha256");
      const modules = ids.map((id) => [relative(root, id), graph.getModuleInfo(id)?.code ?? ""] as const);
      for (const pair of modules.sort(([one], [other]) => (one < other ? -1 : 1))) hash.update(JSON.stringify(pair));
      return [part, hash.digest("hex").slice(0, 32)];
    }),
  );
}

function reach(graph: Graph, ids: readonly string[]): ReadonlySet<string> {
  const seen = new Set(ids);
  for (const id of seen) {
    const module = graph.getModuleInfo(id);
    if (module === null) throw new Error(`scripts/build/stamps.ts names ${id}, which is no module`);
    for (const next of [...module.importedIds, ...module.dynamicallyImportedIds])
      // Modules of Node are no sources.
      if (graph.getModuleInfo(next) !== null) seen.add(next);
  }
  return seen;
}
