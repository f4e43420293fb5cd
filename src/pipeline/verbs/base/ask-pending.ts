import type { BaseCandidate } from "../../../domain/image/base-choice.ts";
import type { Config } from "../../../domain/settings/config.ts";
import { Failure } from "../../../domain/failure.ts";
import { openBuilds } from "../../image-build/builds.ts";
import type { Context } from "../../context.ts";
import { askUpdates } from "../../judge/check-image.ts";

/**
 * Pending updates of a base, from its package sources, requested in a container of it: the engine pulls it first. A base that cannot be pulled or read
 * is reported; an engine error is thrown.
 */
export async function askPending(name: string, config: Config, context: Context): Promise<BaseCandidate["pending"]> {
  const session = await context.run();
  const project = {
    config,
    dockerfilePath: "Dockerfile",
    original: "",
    context: session.folder,
    located: undefined,
    reach: [],
  };
  const builds = openBuilds(session, project, context);
  try {
    const base = await builds.buildBase(name);
    const answer = await askUpdates(base.image.tag, base.facts.info, context);
    await builds.discard(base);
    if ("missing" in answer) return answer;
    const { pending } = answer.updates;
    return { packages: pending.length, flaws: new Set(pending.flatMap(({ cves }) => cves)).size };
  } catch (error) {
    if (!(error instanceof Failure) || (error.code !== "build-failed" && error.code !== "no-such-image")) throw error;
    return { missing: error.message };
  }
}
