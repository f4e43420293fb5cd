import { stat } from "node:fs/promises";
import { findOrphanedResources } from "./orphaned-resources.ts";
import type { OrphanedResource } from "./orphaned-resources.ts";
import { ownOwner } from "./own-owner.ts";
import { liveness } from "./owner.ts";
import type { Owner } from "./own-owner.ts";
import type { Liveness } from "./owner.ts";
import type { Engine } from "../types.ts";

/** Age limit of a folder without an owner, whose creator was killed between two system calls; an hour is ample for a running one. */
const ownerlessFolderMs = 3_600_000;

/**
 * Removes the leftovers of killed runs, and nothing of a run that is alive or cannot be judged from here. Returns a
 * line for each object that was removed, kept because its owner is unknown, or not removable; in a stable order.
 */
export async function sweep(engine: Engine, clock: () => number = Date.now): Promise<string[]> {
  const self = await ownOwner();
  const leftovers = await findOrphanedResources(engine);
  const owners = new Map<string, Owner>();
  for (const { run, owner } of leftovers) if (owner !== undefined && !owners.has(run)) owners.set(run, owner);
  const verdicts = new Map<string, Liveness>();
  for (const [run, owner] of owners) verdicts.set(run, await liveness(owner, self));

  const messages: string[] = [];
  const failed = new Set<string>();
  for (const leftover of leftovers) {
    // The remaining folder tells the next run that objects are left.
    if (leftover.kind === "folder" && failed.has(leftover.run)) continue;
    const verdict = verdicts.get(leftover.run) ?? (await forlorn(leftover, clock));
    if (verdict === "alive") continue;
    const subject = `${leftover.kind} ${leftover.name}`;
    if (verdict === "unknown") {
      messages.push(`left ${subject}: ${whyUnknown(owners.get(leftover.run))}`);
      continue;
    }
    try {
      await leftover.remove();
      messages.push(`removed ${subject}`);
    } catch (error) {
      failed.add(leftover.run);
      messages.push(`could not remove ${subject}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return messages;
}

async function forlorn(leftover: OrphanedResource, clock: () => number): Promise<Liveness> {
  if (leftover.isAbandoned) return "dead";
  if (leftover.kind !== "folder") return "unknown";
  const stats = await stat(leftover.name).catch(() => undefined);
  if (stats === undefined) return "dead";
  return clock() - stats.mtimeMs > ownerlessFolderMs ? "dead" : "alive";
}

function whyUnknown(owner: Owner | undefined): string {
  if (owner === undefined) return "nothing tells which process made it";
  return `process ${owner.pid} on ${owner.host} made it, which cannot be seen from here`;
}
