import type { Updates } from "../vulnerabilities/updates.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Target } from "../../domain/report/report.ts";
import { imageFacts } from "../../facts/image/image-facts.ts";
import { updatesInfo } from "../../facts/image/updates.ts";
import { askPeers } from "../../peers/ask-peers.ts";
import { peers } from "../../peers/index.ts";
import { rules } from "../../rules/index.ts";
import type { Rule } from "../../rules/rule.ts";
import { runRules } from "../../rules/run/run-rules.ts";
import { budgetsFor } from "../image/budgets-for.ts";
import { emptyConfig, type Config } from "../../domain/settings/config.ts";
import { imageUpdates } from "../../sources/updates/image-updates.ts";
import type { KnownChangelogs } from "../../sources/updates/update-manager.ts";
import { applySettings } from "../rule-runs/apply-settings.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import type { Context } from "../context.ts";
import { configFor } from "../settings/settings.ts";
import { imageTarget } from "../image/image-target.ts";
import { openImage } from "../image/open-image.ts";
import { findVulnerabilities, type KnownVulnerabilities } from "../vulnerabilities/known-vulnerabilities.ts";
import { readInfo } from "../image/read-info.ts";

/** Pending updates from the image's own package sources. `missing` has the reason of a failed request: unknown is not zero. */
export async function askUpdates(
  ref: string,
  info: ImageInfo,
  context: Pick<Context, "run" | "progress">,
  knownChangelogs?: KnownChangelogs,
): Promise<Updates> {
  const answer = await imageUpdates(await context.run(), ref, context.progress, { known: knownChangelogs });
  return "missing" in answer ? answer : { updates: updatesInfo(answer.answer, info) };
}

/** `hullproof check IMAGE`: evaluates the rules that read an image, from any source. */
export async function checkImage(name: string, context: Context): Promise<TargetResult> {
  const config = await configFor(".", context);
  const say = (message: string, isDone = false) => context.progress({ stage: "inspect", message, done: isDone });
  const target = await imageTarget(name, context.cwd);
  say(`reading ${target.name}`);
  await using opened = await openImage(target, context, config);
  const { runnable, image } = opened;
  const { cacheFolder, signal } = context;
  const info = await readInfo(image, { duplicates: true, secrets: true }, { cacheFolder, signal });
  const { imagePrograms = false } = context;
  if (imagePrograms && "ref" in runnable)
    say(`asking the package sources of ${runnable.ref}, with the image's own programs`);
  const updates = !imagePrograms
    ? { missing: "its package sources were not asked, since that runs programs of the image: --updates auto does it" }
    : "ref" in runnable
      ? await askUpdates(runnable.ref, info, context)
      : { missing: `${runnable.missing}, so its package sources were not asked` };
  const flaws = await findVulnerabilities(info, updates, config, context);
  say(`read ${target.name}`, true);
  return judgeImage(
    { id: name, kind: "image", name: target.name, digest: info.digest },
    { info, updates, flaws },
    context,
    config,
  );
}

/** Facts about an image. */
export interface ImageCheckFacts {
  readonly info: ImageInfo;
  readonly updates: Updates;
  readonly flaws: KnownVulnerabilities;
}

/** Rules and report parts for an image with known facts; `judgedBy` selects the rules. */
export function judgeImage(
  target: Target,
  { info, updates: updateAnswer, flaws }: ImageCheckFacts,
  context: Pick<Context, "today">,
  config: Config = emptyConfig,
  judgedBy: readonly Rule[] = rules,
): TargetResult {
  const { today } = context;
  const updates = "updates" in updateAnswer ? updateAnswer.updates : undefined;
  const input = {
    target: target.id,
    facts: {
      ...imageFacts(info),
      today,
      policy: config.policy,
      budgets: budgetsFor(config.budgets, target.name),
      lifeCycles: flaws.lifeCycles,
      ...(updates && { updates }),
      ...("openVulnerabilities" in flaws.fact && { vulnerabilities: flaws.fact }),
      ...(info.secrets && { secrets: info.secrets }),
    },
    missing: {
      ...("missing" in updateAnswer && { updates: updateAnswer.missing }),
      ...("missing" in flaws.fact && { vulnerabilities: flaws.fact.missing }),
      ...(info.secrets === undefined && { secrets: "secrets were not searched for in this image" }),
    },
  };
  const run = askPeers(peers, runRules(judgedBy, input), input.facts);
  return {
    target,
    run: applySettings(run, judgedBy, { config, today }).run,
    image: { ...info, ...(updates && { updates }) },
    ...((updates || "openVulnerabilities" in flaws.fact) && { vulnerabilities: flaws.vulnerabilities }),
  };
}
