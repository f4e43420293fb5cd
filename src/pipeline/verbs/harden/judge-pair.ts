import type { Learned } from "../../../domain/profile/learned.ts";
import { rules } from "../../../rules/index.ts";
import type { Config } from "../../../domain/settings/config.ts";
import type { AskedBuild } from "../../image-build/ask-build.ts";
import type { Build } from "../../image-build/builds.ts";
import { checkDockerfile } from "../../judge/check-text.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import type { Context } from "../../context.ts";
import { judgeImage } from "../../judge/check-image.ts";

export interface Pair {
  readonly before: Build;
  readonly after: Build;
  readonly updateAnswers: { readonly before: AskedBuild; readonly after: AskedBuild };
}

/** A base is evaluated for its age and vulnerabilities; running as root or without limits is fixed in the Dockerfile. */
const baseRules = rules.filter(({ ofBase }) => ofBase === true);

/** Evaluates both images and their bases, and the hardened Dockerfile. The last image's facts go into the report. */
export function judgePair(
  { before, after, updateAnswers }: Pair,
  names: { readonly path: string; readonly imageName: string; readonly config: Config },
  context: Context,
): { readonly before: readonly TargetResult[]; readonly hardened: readonly TargetResult[] } {
  const { path, imageName, config } = names;
  const judgeBuild = ({ facts: { info } }: Build, { updates, flaws }: AskedBuild, version: string) => {
    const target = {
      id: `image: ${version}`,
      kind: "image",
      name: version === "hardened" ? imageName : "the original image",
      digest: info.digest,
    } as const;
    return judgeImage(target, { info, updates, flaws }, context, config);
  };
  const bases = new Map(
    [updateAnswers.before.base, updateAnswers.after.base].flatMap((base) => (base ? [[base.name, base] as const] : [])),
  );
  const judgedBases = [...bases.values()].map(({ name, info, updates, flaws }) => {
    const target = { id: `base: ${name}`, kind: "image", name, digest: info.digest } as const;
    return judgeImage(target, { info, updates, flaws }, context, config, baseRules);
  });
  return {
    before: [...judgedBases, judgeBuild(before, updateAnswers.before, "original")].map(({ target, run }) => ({
      target,
      run,
    })),
    hardened: [checkDockerfile(path, after.text, config, context), judgeBuild(after, updateAnswers.after, "hardened")],
  };
}

/** Parts that could not be checked, with the reason. */
export function notChecked({ before, after }: Pair["updateAnswers"], { observed, profile }: Learned): string[] {
  const answers = [
    { of: "the original", updates: before.updates },
    { of: "the hardened image", updates: after.updates },
    ...[before, after].flatMap(({ base }) => (base === undefined ? [] : [{ of: base.name, updates: base.updates }])),
  ];
  return [
    ...new Set(
      answers.flatMap(({ of, updates }) =>
        "missing" in updates ? [`pending updates of ${of}: ${updates.missing}`] : [],
      ),
    ),
    ...(profile.workload.origin === "image"
      ? [
          "what the container does for its users: no steps are declared, so only what the image says about itself was asked",
        ]
      : []),
    ...(observed.method === "trials" ? [`capability use as the kernel sees it: ${observed.reason}`] : []),
  ];
}
