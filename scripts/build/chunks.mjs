import { basename, join } from "node:path";

/** With every start; then what of it only waits for a verb, which threads need as well. */
const start = ["supervision/supervise", "supervision/worth-keeping"];
const app = ["supervision/in-thread", "supervision/run-here", "commands/app", "pipeline/settings/settings"];
/** What verbs load first: it counts as much as so many other loads. */
const often = [
  "pipeline/findings/check",
  "pipeline/emit/emit",
  "pipeline/verbs/explain/explain",
  "pipeline/verbs/fix/fix-files",
  "pipeline/host/open-engine",
  "pipeline/verbs/inspect/inspect",
  "pipeline/verbs/learn/learn",
  "pipeline/profiles/read-profile",
  "pipeline/verbs/scan/scan",
  "pipeline/verbs/verify/verify",
  "reports/terminal",
  "sources/image/engine/engine-image",
];
const oftenWeight = 8;
/** What a file more is held to cost a start, in characters that are loaded and not needed: an estimate, with which a check loads some twenty files. */
const fileCost = 15_000;

/**
 * In which file of the bundle a module goes. Modules that the very same loads need lie together; two such groups become one where a file less is worth more than
 * what is then loaded for nothing. What a group imports is loaded by all that load the group, so files never import each other in a circle.
 *
 * `graph` is the bundler's, `sources` the folder of src. Returns the name of a module's file; null leaves it to the bundler.
 */
export function chunkNames(graph, sources) {
  const at = (name) => join(sources, `${name}.ts`);
  const nameOf = new Map();
  for (const id of reach(graph, app.map(at))) nameOf.set(id, "app");
  for (const id of reach(graph, start.map(at))) nameOf.set(id, "start");
  const used = new Map();
  for (const { ids } of merged(graph, groupsOf(graph, nameOf), new Set(often.map(at)))) {
    const largest = [...ids].reduce((one, other) => (sizeOf(graph, other) > sizeOf(graph, one) ? other : one));
    const base = basename(largest).replace(/\.\w+$/, "");
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    for (const id of ids) nameOf.set(id, count === 1 ? base : `${base}-${count}`);
  }
  for (const id of graph.getModuleIds()) if (graph.getModuleInfo(id).isEntry) nameOf.delete(id);
  return (id) => nameOf.get(id) ?? null;
}

/** Modules that the very same loads need: `loads` are those, modules that are imported on demand or by whoever uses the package. */
function groupsOf(graph, placed) {
  const all = [...graph.getModuleIds()].map((id) => graph.getModuleInfo(id));
  const loads = new Set([
    ...all.filter(({ isEntry }) => isEntry).map(({ id }) => id),
    ...all.flatMap(({ dynamicallyImportedIds }) => dynamicallyImportedIds),
  ]);
  const loadsOf = new Map();
  for (const load of loads)
    for (const id of reach(graph, [load])) if (!placed.has(id)) loadsOf.set(id, [...(loadsOf.get(id) ?? []), load]);
  const groups = new Map();
  for (const [id, by] of loadsOf) {
    const key = by.join("\n");
    const group = groups.get(key) ?? { ids: new Set(), loads: new Set(by), size: 0 };
    group.ids.add(id);
    group.size += sizeOf(graph, id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function merged(graph, groups, hot) {
  const weight = (load) => (hot.has(load) ? oftenWeight : 1);
  const groupOf = new Map(groups.flatMap((group) => [...group.ids].map((id) => [id, group])));
  const left = new Set(groups);
  for (let changed = true; changed;) {
    changed = false;
    for (const one of [...left].toSorted((a, b) => a.size - b.size)) {
      if (!left.has(one)) continue;
      const best = bestFor(one);
      if (best === undefined) continue;
      changed = true;
      left.delete(one);
      for (const id of one.ids) groupOf.set(id, best);
      for (const id of one.ids) best.ids.add(id);
      for (const load of one.loads) best.loads.add(load);
      best.size += one.size;
    }
  }
  return left;

  function bestFor(one) {
    let [best, most] = [undefined, 0];
    for (const other of left) {
      if (other === one) continue;
      const worth = gain(one, other);
      if (worth > most && isClosed(one, other)) [best, most] = [other, worth];
    }
    return best;
  }

  function gain(one, other) {
    let [both, here, there] = [0, 0, 0];
    for (const load of one.loads)
      if (other.loads.has(load)) both += weight(load);
      else here += weight(load);
    if (both === 0) return 0;
    for (const load of other.loads) if (!one.loads.has(load)) there += weight(load);
    return fileCost * both - one.size * there - other.size * here;
  }

  /** All that load the two would load what the two import anyway. */
  function isClosed(one, other) {
    const loads = one.loads.union(other.loads);
    return [...one.ids, ...other.ids].every((id) =>
      graph.getModuleInfo(id).importedIds.every((next) => {
        const group = groupOf.get(next);
        return group === undefined || group === one || group === other || loads.isSubsetOf(group.loads);
      }),
    );
  }
}

function sizeOf(graph, id) {
  return graph.getModuleInfo(id).code?.length ?? 0;
}

/** Modules with all that they import, but not what they load on demand. */
function reach(graph, ids) {
  const seen = new Set(ids);
  for (const id of seen) {
    const module = graph.getModuleInfo(id);
    if (module === null) throw new Error(`scripts/build/chunks.mjs names ${id}, which is no module`);
    for (const next of module.importedIds) seen.add(next);
  }
  return seen;
}
