import { relative } from "node:path";
import { refused } from "../../consent/decide.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { HostAccess } from "../../domain/workload/host-access.ts";
import { inspectImage, tagImage } from "../../sources/engine/images/images.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { requestConsent, askFlag } from "../consent/request-consent.ts";
import type { Context } from "../context.ts";

/** Mirrors of a `hullproof.yaml` that the user did not name. */
export interface MirrorProposals {
  /**
   * The engine's image to use instead of `image`, under a name that no registry has and bound to its id; undefined where the file proposes none that exists. Throws
   * `not-allowed`, which lists all proposals.
   */
  take(image: string): Promise<{ readonly mirror: string; readonly tag: string } | undefined>;
  /** The hint for a mirror of `image` that the engine does not have. */
  hintFor(image: string): string | undefined;
}

/** A file may name any image as a mirror: it must exist on the engine, is never pulled, and is used only with the user's consent. */
export function mirrorProposals(
  session: EngineSession,
  { proposedMirrors = {}, file }: Pick<Config, "proposedMirrors" | "file">,
  context: Pick<Context, "cwd" | "progress" | "consent" | "askConsent">,
): MirrorProposals {
  const configName = file === undefined ? "hullproof.yaml" : relative(context.cwd, file);
  const hintFor = (image: string): string | undefined => {
    const mirror = ownValue(proposedMirrors, image);
    if (mirror === undefined) return undefined;
    return `${configName} names ${mirror} for it, which this engine does not have. Load it (docker load), or, when you trust that file to choose a registry: --config ${configName}`;
  };
  const tags = new Map<string, Promise<string>>();
  let allMirrors: Promise<HostAccess> | undefined;
  let agreed: Promise<unknown> | undefined;
  const list = async (): Promise<HostAccess> => {
    const mirrors: HostAccess[number][] = [];
    for (const [image, mirror] of Object.entries(proposedMirrors)) {
      const id = (await inspectImage(session.engine, mirror))?.id;
      if (id !== undefined) mirrors.push(mirrorItem(image, mirror, id));
    }
    return mirrors;
  };
  return {
    hintFor,
    async take(image) {
      const mirror = ownValue(proposedMirrors, image);
      if (mirror === undefined) return undefined;
      const id = (await inspectImage(session.engine, mirror))?.id;
      if (id === undefined) {
        context.progress({ stage: "config", message: `${image}: ${hintFor(image)}`, done: true, warning: true });
        return undefined;
      }
      const allowed = (context.consent?.allowed ?? []).filter((consentItem) => consentItem !== askFlag);
      const item = mirrorItem(image, mirror, id);
      if (refused([item], { allowed }).length > 0) {
        // Asks once for all proposals of the file: otherwise the next base would interrupt the build minutes later.
        allMirrors ??= list();
        const asks = await allMirrors;
        await (agreed ??= requestConsent(asks, context));
        if (!asks.some(({ exactly }) => exactly === item.exactly)) await requestConsent([item], context);
      }
      const tag = tags.get(id) ?? tagImage(session, id, `mirror-${id.slice(-12)}`);
      tags.set(id, tag);
      return { mirror, tag: await tag };
    },
  };
}

function mirrorItem(image: string, mirror: string, id: string): HostAccess[number] {
  return {
    kind: "mirror",
    value: `${image}=${mirror}`,
    what: `builds on ${mirror} (${id.slice(0, 19)}) in place of ${image}`,
    exactly: `${image}=${id}`,
  };
}
