import { imageFacts } from "../../facts/image/image-facts.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { configFor } from "../settings/settings.ts";
import type { Context } from "../context.ts";
import type { CustomWork, FactsWork } from "../rule-runs/facts-work.ts";
import type { AddCustomRules } from "./with-custom-rules.ts";

/** Adds the results of custom rules; their code is loaded for the first configuration that names one. */
export function lazyCustomJudge(
  context: Context,
): (work: CustomWork, checked: TargetResult | Promise<TargetResult>) => Promise<TargetResult> {
  let add: AddCustomRules | undefined;
  return async (work, checked) => {
    const answer = await checked;
    if (work.config.policy.ruleFiles === undefined) return answer;
    add ??= (await import("./with-custom-rules.ts")).customJudge(context);
    return add(answer, work);
  };
}

/** Input of custom rules for an image; undefined without custom rules or readable facts. */
export async function imageWork({ target, image }: TargetResult, context: Context): Promise<FactsWork | undefined> {
  const config = await configFor(".", context);
  if (image === undefined || config.policy.ruleFiles === undefined) return undefined;
  return { kind: "facts", path: target.id, facts: imageFacts(image), config, today: context.today };
}
