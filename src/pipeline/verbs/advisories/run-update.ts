import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { feeds } from "../../../sources/advisories/feeds.ts";
import { manifestName } from "../../../sources/advisories/store/manifest.ts";
import { configFor } from "../../settings/settings.ts";
import type { Context } from "../../context.ts";
import { copyStore } from "./copy-store.ts";
import { allShards, namedShards } from "./named-shards.ts";
import { targetShards } from "./target-shards.ts";
import { updateAdvisories, type UpdateContext, type UpdateResult } from "./update.ts";

export interface UpdateCall {
  /** Images, SBOMs, Dockerfiles. */
  readonly targets: readonly string[];
  readonly ecosystems: readonly string[];
  readonly all: boolean;
  readonly from: string | undefined;
  readonly mirror: string | undefined;
  readonly allowOlder: boolean;
  readonly dryRun: boolean;
  readonly totalMs: number;
}

interface Surroundings {
  readonly session: Context;
  /** Folder of the store. */
  readonly folder: string;
  /** ISO date and time, UTC. */
  readonly now: () => string;
}

/** `hullproof advisories update`. Throws `Failure`. */
export async function runUpdate(call: UpdateCall, { session, folder, now }: Surroundings): Promise<UpdateResult> {
  const { targets, ecosystems, all, from, mirror } = call;
  if (all && targets.length + ecosystems.length > 0) {
    throw new Failure("bad-usage", "--all takes everything, so no others can be named with it.", {
      hint: "Leave out --all or the names.",
    });
  }
  if (from !== undefined && mirror !== undefined) {
    throw new Failure("bad-usage", "--from and --mirror name two places.", {
      hint: "--from takes a compiled store or downloaded feeds; --mirror is where feeds are downloaded from.",
    });
  }
  const { env = {}, cwd, progress, signal, version } = session;
  const context: UpdateContext = { cwd, folder, env, version, now, progress, ...(signal && { signal }) };
  const { allowOlder, dryRun, totalMs } = call;
  const chosenShards = [...namedShards(ecosystems, feeds), ...(await targetShards(targets, session))];
  if (targets.length > 0 && chosenShards.length === 0) {
    throw new Failure(
      "no-advisories",
      `${targets.join(", ")}: no package in it is of an ecosystem that has advisories.`,
      {
        hint: "`hullproof inspect` shows which packages were found; choose shards with --ecosystem NAME.",
      },
    );
  }
  if (from !== undefined) {
    if (!/^https?:\/\//i.test(from) && (await isFeeds(resolve(cwd, from)))) {
      const { takeFeeds } = await import("./take-feeds.ts");
      return takeFeeds(
        { from, dryRun, patterns: all || chosenShards.length === 0 ? undefined : chosenShards },
        context,
      );
    }
    const patterns = all ? ["*"] : chosenShards.length === 0 ? undefined : chosenShards;
    return copyStore({ from, patterns, allowOlder, totalMs, dryRun }, context);
  }
  const { advisories = {} } = await configFor(".", session);
  const usual = env["HULLPROOF_ADVISORIES_MIRROR"] || undefined;
  refuseUnknownFeeds(Object.keys(advisories.feeds ?? {}));
  return updateAdvisories(
    {
      patterns: all ? allShards(feeds) : chosenShards.length === 0 ? undefined : chosenShards,
      feeds,
      settings: { mirror: mirror ?? usual, feeds: advisories.feeds, usualMirror: advisories.mirror },
      allowOlder,
      totalMs,
      dryRun,
    },
    context,
  );
}

/** A path without a store's manifest: a file or a folder of downloaded feeds. */
async function isFeeds(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined || info.isFile()) return info !== undefined;
  const manifest = await readFile(resolve(path, manifestName), "utf8").catch(() => "");
  return !/"schemaVersion"\s*:/.test(manifest);
}

/** Refuses an unknown feed name, which would silently have no effect. */
function refuseUnknownFeeds(names: readonly string[]): void {
  const unknown = names.find((name) => !feeds.some((feed) => feed.name === name));
  if (unknown === undefined) return;
  throw new Failure("bad-config", `advisories.feeds names ${JSON.stringify(unknown)}, which is not a feed.`, {
    hint: `Feeds: ${feeds.map(({ name }) => name).join(", ")}.`,
  });
}
