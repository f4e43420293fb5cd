import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { ImageInfo, UpdatesInfo } from "../domain/image.ts";
import type { Target } from "../domain/report.ts";
import { changelogVulnerabilities, updatesInfo } from "../facts/updates.ts";
import { rules } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { runRules } from "../rules/run-rules.ts";
import { emptyConfig, type Config } from "../domain/config.ts";
import { inspectImage } from "../sources/engine/images.ts";
import { openArchive } from "../sources/image/archive.ts";
import { openDaemonImage } from "../sources/image/daemon.ts";
import { aptUpdates } from "../sources/updates/apt.ts";
import { applySettings } from "./check/apply-settings.ts";
import type { Checked } from "./check/checked.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { readFacts } from "./image/read-facts.ts";

export type Updates = { readonly updates: UpdatesInfo } | { readonly missing: string };

/** What the image's own package sources offer today. `missing` says why they could not be asked: unknown is not zero. */
export async function askUpdates(
  ref: string,
  info: ImageInfo,
  context: Pick<Context, "run" | "progress">,
): Promise<Updates> {
  const answer = await aptUpdates(await context.run(), ref, context.progress);
  return "missing" in answer ? answer : { updates: updatesInfo(answer.answer, info) };
}

/** `hullproof check IMAGE`: the rules that read an image, on one of the engine or on a docker-archive. */
export async function checkImage(
  source: { readonly ref: string } | { readonly archive: string },
  context: Context,
): Promise<Checked> {
  const config = await configFor(".", context);
  const say = (message: string, done = false) => context.progress({ stage: "inspect", message, done });
  if ("archive" in source) {
    const path = source.archive;
    say(`reading ${path}`);
    const image = await openArchive(resolve(context.cwd, path));
    const { info } = await readFacts(image);
    return judgeImage(
      { id: path, kind: "image", name: path, digest: info.digest },
      info,
      { missing: "an archive is not run; load it into an engine and check the image" },
      context,
      config,
    );
  }
  const { ref } = source;
  const run = await context.run();
  if ((await inspectImage(run.engine, ref)) === undefined) {
    throw new Failure("no-such-image", `${ref} is neither a file here nor an image of the engine`, {
      hint: "Check the spelling; `docker images` lists what the engine has, `docker pull` gets one.",
    });
  }
  say(`reading ${ref}`);
  await using image = await openDaemonImage(run, ref);
  const { info } = await readFacts(image, {}, { signal: run.signal });
  say(`asking the package sources of ${ref}`);
  const updates = await askUpdates(ref, info, context);
  say(`read ${ref}`, true);
  return judgeImage({ id: ref, kind: "image", name: ref, digest: info.digest }, info, updates, context, config);
}

/** Rules and report parts of an image whose facts are known; `judgedBy` narrows the rules down. */
export function judgeImage(
  target: Target,
  info: ImageInfo,
  asked: Updates,
  context: Pick<Context, "today">,
  config: Config = emptyConfig,
  judgedBy: readonly Rule[] = rules,
): Checked {
  const { today } = context;
  const updates = "updates" in asked ? asked.updates : undefined;
  const input = {
    target: target.id,
    facts: { image: info, today, ...(updates && { updates }) },
    ...("missing" in asked && { missing: { updates: asked.missing } }),
  };
  return {
    target,
    run: applySettings(runRules(judgedBy, input), judgedBy, { config, today }).run,
    image: { ...info, ...(updates && { updates }) },
    ...(updates && { vulnerabilities: changelogVulnerabilities(updates, info) }),
  };
}
