import { relative } from "node:path";
import { refused } from "../../consent/decide.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Reach } from "../../domain/workload/reach.ts";
import { inspectImage, tagImage } from "../../sources/engine/images/images.ts";
import type { Run } from "../../sources/engine/types.ts";
import { agree, bare } from "../agree/agree.ts";
import type { Context } from "../context.ts";

/** Mirrors of a `hullproof.yaml` that the user did not name. */
export interface MirrorProposals {
  /**
   * The image of this engine that stands in for `image`, under a name that no registry has and bound to its id; undefined where the file proposes none that is here. Throws
   * `not-allowed`, which lists all of them.
   */
  take(image: string): Promise<{ readonly mirror: string; readonly tag: string } | undefined>;
  /** What to do where the mirror of `image` is not on this engine. */
  hintFor(image: string): string | undefined;
}

/** A file may name any image as another: what it names must be here, is never pulled, and is used once the user agreed to it. */
export function mirrorProposals(
  run: Run,
  { proposedMirrors = {}, file }: Pick<Config, "proposedMirrors" | "file">,
  context: Pick<Context, "cwd" | "progress" | "consent" | "askConsent">,
): MirrorProposals {
  const shown = file === undefined ? "hullproof.yaml" : relative(context.cwd, file);
  const hintFor = (image: string): string | undefined => {
    const mirror = ownValue(proposedMirrors, image);
    if (mirror === undefined) return undefined;
    return `${shown} names ${mirror} for it, which this engine does not have. Load it (docker load), or, when you trust that file to choose a registry: --config ${shown}`;
  };
  const tags = new Map<string, Promise<string>>();
  let all: Promise<Reach> | undefined;
  let agreed: Promise<unknown> | undefined;
  const list = async (): Promise<Reach> => {
    const found: Reach[number][] = [];
    for (const [image, mirror] of Object.entries(proposedMirrors)) {
      const id = (await inspectImage(run.engine, mirror))?.id;
      if (id !== undefined) found.push(mirrorItem(image, mirror, id));
    }
    return found;
  };
  return {
    hintFor,
    async take(image) {
      const mirror = ownValue(proposedMirrors, image);
      if (mirror === undefined) return undefined;
      const id = (await inspectImage(run.engine, mirror))?.id;
      if (id === undefined) {
        context.progress({ stage: "config", message: `${image}: ${hintFor(image)}`, done: true, warning: true });
        return undefined;
      }
      const allowed = (context.consent?.allowed ?? []).filter((one) => one !== bare);
      const item = mirrorItem(image, mirror, id);
      if (refused([item], { allowed }).length > 0) {
        // Asked once, and for all that the file proposes: the next base would stop minutes later.
        all ??= list();
        const asks = await all;
        await (agreed ??= agree(asks, context));
        if (!asks.some(({ exactly }) => exactly === item.exactly)) await agree([item], context);
      }
      const tag = tags.get(id) ?? tagImage(run, id, `mirror-${id.slice(-12)}`);
      tags.set(id, tag);
      return { mirror, tag: await tag };
    },
  };
}

function mirrorItem(image: string, mirror: string, id: string): Reach[number] {
  return {
    kind: "mirror",
    value: `${image}=${mirror}`,
    what: `builds on ${mirror} (${id.slice(0, 19)}) in place of ${image}`,
    exactly: `${image}=${id}`,
  };
}
