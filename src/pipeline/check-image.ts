import type { Updates } from "./scan/updates.ts";
import type { ImageInfo } from "../domain/image/image-info.ts";
import type { Target } from "../domain/report/report.ts";
import { imageFacts } from "../facts/image/image-facts.ts";
import { updatesInfo } from "../facts/image/updates.ts";
import { askPeers } from "../peers/ask-peers.ts";
import { peers } from "../peers/index.ts";
import { rules } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { runRules } from "../rules/run/run-rules.ts";
import { budgetsFor } from "./image/budgets-for.ts";
import { emptyConfig, type Config } from "../domain/settings/config.ts";
import { imageUpdates } from "../sources/updates/image-updates.ts";
import type { KnownChangelogs } from "../sources/updates/update-manager.ts";
import { applySettings } from "./check/apply-settings.ts";
import type { Checked } from "./check/checked.ts";
import type { Context } from "./context.ts";
import { configFor } from "./check/settings.ts";
import { imageTarget } from "./image/image-target.ts";
import { openImage } from "./image/open-image.ts";
import { knownFlaws, type KnownVulnerabilities } from "./scan/known-vulnerabilities.ts";
import { readInfo } from "./image/read-info.ts";

/** What the image's own package sources offer today. `missing` says why they could not be asked: unknown is not zero. */
export async function askUpdates(
  ref: string,
  info: ImageInfo,
  context: Pick<Context, "run" | "progress">,
  known?: KnownChangelogs,
): Promise<Updates> {
  const answer = await imageUpdates(await context.run(), ref, context.progress, { known });
  return "missing" in answer ? answer : { updates: updatesInfo(answer.answer, info) };
}

/** `hullproof check IMAGE`: the rules that read an image, wherever it is. */
export async function checkImage(name: string, context: Context): Promise<Checked> {
  const config = await configFor(".", context);
  const say = (message: string, done = false) => context.progress({ stage: "inspect", message, done });
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
  const flaws = await knownFlaws(info, updates, config, context);
  say(`read ${target.name}`, true);
  return judgeImage(
    { id: name, kind: "image", name: target.name, digest: info.digest },
    { info, updates, flaws },
    context,
    config,
  );
}

/** What was found out about an image. */
export interface LookedAt {
  readonly info: ImageInfo;
  readonly updates: Updates;
  readonly flaws: KnownVulnerabilities;
}

/** Rules and report parts of an image whose facts are known; `judgedBy` narrows the rules down. */
export function judgeImage(
  target: Target,
  { info, updates: asked, flaws }: LookedAt,
  context: Pick<Context, "today">,
  config: Config = emptyConfig,
  judgedBy: readonly Rule[] = rules,
): Checked {
  const { today } = context;
  const updates = "updates" in asked ? asked.updates : undefined;
  const input = {
    target: target.id,
    facts: {
      ...imageFacts(info),
      today,
      policy: config.policy,
      budgets: budgetsFor(config.budgets, target.name),
      lifeCycles: flaws.lifeCycles,
      ...(updates && { updates }),
      ...("flaws" in flaws.fact && { vulnerabilities: flaws.fact }),
      ...(info.secrets && { secrets: info.secrets }),
    },
    missing: {
      ...("missing" in asked && { updates: asked.missing }),
      ...("missing" in flaws.fact && { vulnerabilities: flaws.fact.missing }),
      ...(info.secrets === undefined && { secrets: "secrets were not searched for in this image" }),
    },
  };
  const run = askPeers(peers, runRules(judgedBy, input), input.facts);
  return {
    target,
    run: applySettings(run, judgedBy, { config, today }).run,
    image: { ...info, ...(updates && { updates }) },
    ...((updates || "flaws" in flaws.fact) && { vulnerabilities: flaws.vulnerabilities }),
  };
}
