import type { Learned } from "../../domain/profile/learned.ts";
import { rules } from "../../rules/index.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { AskedBuild } from "../build/ask-build.ts";
import type { Build } from "../build/builds.ts";
import { checkDockerfile } from "../check/check-text.ts";
import type { Checked } from "../check/checked.ts";
import type { Context } from "../context.ts";
import { judgeImage } from "../check-image.ts";

export interface Pair {
  readonly before: Build;
  readonly after: Build;
  readonly asked: { readonly before: AskedBuild; readonly after: AskedBuild };
}

/** A base is asked for its age and its known holes; that it runs as root or has no limits is the Dockerfile's to fix. */
const baseRules = rules.filter(({ ofBase }) => ofBase === true);

/** The rules over both images and their bases, and over the hardened Dockerfile. Parts of the last image go into the report. */
export function judgePair(
  { before, after, asked }: Pair,
  names: { readonly path: string; readonly imageName: string; readonly config: Config },
  context: Context,
): { readonly before: readonly Checked[]; readonly hardened: readonly Checked[] } {
  const { path, imageName, config } = names;
  const own = ({ facts: { info } }: Build, { own: updates, flaws }: AskedBuild, which: string) => {
    const target = {
      id: `image: ${which}`,
      kind: "image",
      name: which === "hardened" ? imageName : "the original image",
      digest: info.digest,
    } as const;
    return judgeImage(target, { info, updates, flaws }, context, config);
  };
  const bases = new Map(
    [asked.before.base, asked.after.base].flatMap((base) => (base ? [[base.name, base] as const] : [])),
  );
  const judgedBases = [...bases.values()].map(({ name, info, asked: updates, flaws }) => {
    const target = { id: `base: ${name}`, kind: "image", name, digest: info.digest } as const;
    return judgeImage(target, { info, updates, flaws }, context, config, baseRules);
  });
  return {
    before: [...judgedBases, own(before, asked.before, "original")].map(({ target, run }) => ({ target, run })),
    hardened: [checkDockerfile(path, after.text, config, context), own(after, asked.after, "hardened")],
  };
}

/** What could not be looked at, and why. */
export function notChecked({ before, after }: Pair["asked"], { observed, profile }: Learned): string[] {
  const updates = [
    { of: "the original", asked: before.own },
    { of: "the hardened image", asked: after.own },
    ...[before, after].flatMap(({ base }) => (base === undefined ? [] : [{ of: base.name, asked: base.asked }])),
  ];
  return [
    ...new Set(
      updates.flatMap(({ of, asked }) => ("missing" in asked ? [`pending updates of ${of}: ${asked.missing}`] : [])),
    ),
    ...(profile.workload.origin === "image"
      ? [
          "what the container does for its users: no steps are declared, so only what the image says about itself was asked",
        ]
      : []),
    ...(observed.method === "trials" ? [`capability use as the kernel sees it: ${observed.reason}`] : []),
  ];
}
