import type { Config } from "../../domain/settings/config.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { imageUses } from "../../formats/dockerfile/image-uses.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { baseOf } from "../../facts/dockerfile/base-of.ts";
import type { Difference } from "../../proof/build/compare-built.ts";
import type { KnownChangelogs } from "../../sources/updates/update-manager.ts";
import type { Build, Builds } from "./builds.ts";
import type { Context } from "../context.ts";
import { knownFlaws, type KnownVulnerabilities } from "../scan/known-vulnerabilities.ts";
import { askUpdates } from "../check-image.ts";
import type { Updates } from "../scan/updates.ts";

/** What the package sources of a built image offer today, and of its base image as it is handed out. */
export interface AskedBuild {
  readonly own: Updates;
  readonly flaws: KnownVulnerabilities;
  /** Undefined when the last stage is built from nothing. */
  readonly base?: AskedBase;
}

interface AskedBase {
  readonly name: string;
  readonly info: ImageInfo;
  readonly asked: Updates;
  readonly flaws: KnownVulnerabilities;
}

/** A version that was asked before, and all that changed since. */
interface Compared {
  readonly build: Build;
  readonly changed: readonly Difference[];
}

type Changelogs = Map<string, NonNullable<ReturnType<KnownChangelogs["get"]>>>;

/**
 * Asks for versions of one project that were built in one run, and for their bases: the difference is what the Dockerfile's own upgrade is worth.
 * Each thing is asked once: a base of one name, an image that holds the same as one that has answered, and a package's changelog, for which the
 * base is asked before what is built on it. What a base's own apt printed may stand for images that are built on it, since its programs are theirs,
 * and what one version's printed for the next version; for a base nothing stands but what it or the very same image said, and no project's answers
 * for another's.
 */
export function questionsOf(
  builds: Pick<Builds, "buildBase">,
  config: Config,
  context: Context,
  askSources: typeof askUpdates = askUpdates,
): (build: Build, than?: Compared) => Promise<AskedBuild> {
  const bases = new Map<string, Promise<AskedBase & { readonly changelogs: Changelogs }>>();
  const answers = new Map<string, Updates>();
  const ofBuilds: Changelogs = new Map();

  const ask = async (ref: string, info: ImageInfo, known: KnownChangelogs, key = heldBy(info)): Promise<Updates> => {
    const answered = answers.get(key);
    if (answered !== undefined) return answered;
    const asked = await askSources(ref, info, context, known);
    // What could not be asked may be possible now, and its reason names the image.
    if ("updates" in asked) answers.set(key, asked);
    return asked;
  };

  /** BuildKit may hold the base without the engine knowing it, so it is built as an image of one FROM line. */
  const askBase = async (name: string): Promise<AskedBase & { readonly changelogs: Changelogs }> => {
    const { image, facts } = await builds.buildBase(name);
    const changelogs: Changelogs = new Map();
    const asked = await ask(image.tag, facts.info, changelogs);
    const flaws = await knownFlaws(facts.info, asked, config, context);
    return { name, info: facts.info, asked, flaws, changelogs };
  };

  return async (build, than) => {
    const name = baseName(build.text, config);
    if (name !== undefined && !bases.has(name)) bases.set(name, askBase(name));
    const base = name === undefined ? undefined : await bases.get(name);
    const known: KnownChangelogs = {
      get: (sha256) => base?.changelogs.get(sha256) ?? ofBuilds.get(sha256),
      set: (sha256, changelog) => void ofBuilds.set(sha256, changelog),
    };
    const key = heldBy((than?.changed.every(isUnread) ? than.build : build).facts.info);
    const own = await ask(build.image.tag, build.facts.info, known, key);
    const flaws = await knownFlaws(build.facts.info, own, config, context);
    return { own, flaws, ...(base && { base }) };
  };
}

/** Of the last stage. An ARG may be in it, with a value that the build gives it. */
function baseName(text: string, config: Config): string | undefined {
  const parsed = parseDockerfile("Dockerfile", text);
  const { stages } = dockerfileFact(parsed);
  const written = baseOf(stages, stages.at(-1));
  const uses = imageUses(parsed, config.build.args);
  return uses.find(({ span }) => parsed.text.slice(span.start, span.end) === written)?.image ?? written;
}

/** All of an image that a package manager sees in a container that has a command and a user of our own. */
function heldBy({ layers, config: { architecture, os, env, workingDir, volumes } }: ImageInfo): string {
  return JSON.stringify([layers.map(({ diffId }) => diffId), architecture, os, env, workingDir, volumes]);
}

/** A setting that such a container does not have. Layers of equal files differ by their times, which decide nothing about updates. */
function isUnread({ path, change }: Difference): boolean {
  return (
    change === "setting" &&
    /^config: (?:User|Cmd|Entrypoint|ExposedPorts|StopSignal|Healthcheck|Labels\..*)$/s.test(path)
  );
}
