import type { Config } from "../../domain/settings/config.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { imageUses } from "../../formats/dockerfile/image-uses.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { baseOf } from "../../facts/dockerfile/base-of.ts";
import type { Difference } from "../../proof/image-build/compare-built.ts";
import type { KnownChangelogs } from "../../sources/updates/update-manager.ts";
import type { Build, Builds } from "./builds.ts";
import type { Context } from "../context.ts";
import { findVulnerabilities, type KnownVulnerabilities } from "../vulnerabilities/known-vulnerabilities.ts";
import { askUpdates } from "../judge/check-image.ts";
import type { Updates } from "../vulnerabilities/updates.ts";

/** Pending updates of a built image and of its base image. */
export interface AskedBuild {
  readonly updates: Updates;
  readonly flaws: KnownVulnerabilities;
  /** Undefined when the last stage starts from scratch. */
  readonly base?: AskedBase;
}

interface AskedBase {
  readonly name: string;
  readonly info: ImageInfo;
  readonly updates: Updates;
  readonly flaws: KnownVulnerabilities;
}

/** An earlier version with known updates, and every change since. */
interface Compared {
  readonly build: Build;
  readonly changed: readonly Difference[];
}

type Changelogs = Map<string, NonNullable<ReturnType<KnownChangelogs["get"]>>>;

/**
 * Requests the pending updates of all versions of one project in one run, and of their bases: the difference shows the value of the Dockerfile's upgrade.
 * Each request runs once: for a base name, for images of equal content, and for a package's changelog, where the
 * base is asked before the images built on it. The output of a base's apt also applies to images built on it, since they contain its programs,
 * and the output of one version to the next; for a base only its own output or that of an identical image counts, and never
 * that of another project.
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

  const ask = async (
    ref: string,
    info: ImageInfo,
    knownChangelogs: KnownChangelogs,
    key = heldBy(info),
  ): Promise<Updates> => {
    const cached = answers.get(key);
    if (cached !== undefined) return cached;
    const answer = await askSources(ref, info, context, knownChangelogs);
    // A failed request may succeed later, and its reason names the image.
    if ("updates" in answer) answers.set(key, answer);
    return answer;
  };

  /** BuildKit may have the base without the engine, so the base is built from one FROM line. */
  const askBase = async (name: string): Promise<AskedBase & { readonly changelogs: Changelogs }> => {
    const { image, facts } = await builds.buildBase(name);
    const changelogs: Changelogs = new Map();
    const answer = await ask(image.tag, facts.info, changelogs);
    const flaws = await findVulnerabilities(facts.info, answer, config, context);
    return { name, info: facts.info, updates: answer, flaws, changelogs };
  };

  return async (build, than) => {
    const name = baseName(build.text, config);
    if (name !== undefined && !bases.has(name)) bases.set(name, askBase(name));
    const base = name === undefined ? undefined : await bases.get(name);
    const knownChangelogs: KnownChangelogs = {
      get: (sha256) => base?.changelogs.get(sha256) ?? ofBuilds.get(sha256),
      set: (sha256, changelog) => void ofBuilds.set(sha256, changelog),
    };
    const key = heldBy((than?.changed.every(isUnread) ? than.build : build).facts.info);
    const buildAnswer = await ask(build.image.tag, build.facts.info, knownChangelogs, key);
    const flaws = await findVulnerabilities(build.facts.info, buildAnswer, config, context);
    return { updates: buildAnswer, flaws, ...(base && { base }) };
  };
}

/** Base of the last stage. Its name may contain an ARG with a value from the build. */
function baseName(text: string, config: Config): string | undefined {
  const parsed = parseDockerfile("Dockerfile", text);
  const { stages } = dockerfileFact(parsed);
  const baseText = baseOf(stages, stages.at(-1));
  const uses = imageUses(parsed, config.build.args);
  return uses.find(({ span }) => parsed.text.slice(span.start, span.end) === baseText)?.image ?? baseText;
}

/** The image content that a package manager sees in a container with our own command and user. */
function heldBy({ layers, config: { architecture, os, env, workingDir, volumes } }: ImageInfo): string {
  return JSON.stringify([layers.map(({ diffId }) => diffId), architecture, os, env, workingDir, volumes]);
}

/** Settings that such a container lacks. Layers of equal files differ in their times, which do not affect updates. */
function isUnread({ path, change }: Difference): boolean {
  return (
    change === "setting" &&
    /^config: (?:User|Cmd|Entrypoint|ExposedPorts|StopSignal|Healthcheck|Labels\..*)$/s.test(path)
  );
}
