import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { BaseCandidate, BaseChoice } from "../../../domain/image/base-choice.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Report } from "../../../domain/report/report.ts";
import { changesTo } from "../../../facts/base-choice/changes.ts";
import { describeBase } from "../../../facts/base-choice/describe-base.ts";
import { rankBases, scale } from "../../../facts/base-choice/points.ts";
import { recommend } from "../../../facts/base-choice/recommend.ts";
import { readProject, type Project } from "../../image-build/project.ts";
import { configFor } from "../../settings/settings.ts";
import type { Context } from "../../context.ts";
import { candidateNames } from "./candidate-names.ts";
import { askPending } from "./ask-pending.ts";
import { openVulnerabilities } from "./open-vulnerabilities.ts";
import { judgeBase } from "./judge-base.ts";
import { pinOf } from "./pin.ts";
import { baseInUse, proveBases } from "./prove-bases.ts";
import { readBase, type ReadBase } from "./read-base.ts";
import { openRecords, type BaseRecord } from "./records.ts";

export interface BaseRequest {
  readonly platform?: string;
  readonly variants?: readonly string[];
  /** Maximum number of images to read. */
  readonly limit: number;
  /** Earlier builds to read of each image, in addition to recorded ones. */
  readonly history: number;
  /** Build the Dockerfile on this many of the best candidates and run its workload; 0: none. */
  readonly prove: number;
  /** Pull each candidate into the engine, and request the pending updates of its package sources. */
  readonly updates: boolean;
  /** Folder of the advisory store, instead of the context's. */
  readonly advisories?: string;
}

/**
 * `hullproof base NAME|DOCKERFILE`: compares possible base images of a registry by their vulnerabilities now and over their life,
 * their age, size and support, and optionally by running the application on them. Throws `Failure`.
 */
export async function chooseBase(subject: string, request: BaseRequest, context: Context): Promise<Report> {
  const say = (message: string, isDone = false) => context.progress({ stage: "base", message, done: isDone });
  const project = await projectOf(subject, context);
  const config = project?.config ?? (await configFor(".", context));
  const inUse = project === undefined ? subject : baseInUse(project);
  if (inUse === undefined) {
    throw new Failure(
      "bad-usage",
      `${project?.dockerfilePath ?? subject} is built on no image that can be named: scratch, or an ARG without default`,
      {
        hint: "Name the repository itself: hullproof base python",
      },
    );
  }
  if (request.prove > 0 && project === undefined) {
    throw new Failure("bad-usage", "--prove builds a Dockerfile on each base, and none was named", {
      hint: "Name the Dockerfile or its folder: hullproof base --prove .",
    });
  }

  // Finds the candidate images and reads their content.
  const isUsed = project !== undefined || /[:@]/.test(inUse.slice(inUse.lastIndexOf("/") + 1));
  const variants = request.variants ?? config.base.variants;
  const names = await candidateNames(
    inUse,
    isUsed,
    { ...(variants && { variants }), limit: request.limit, config },
    context,
  );
  const reading = {
    ...(request.platform !== undefined && { platform: request.platform }),
    ...(config.registries && { registries: config.registries }),
  };
  const read = new Map<string, ReadBase & { alsoNamed: string[] }>();
  const unread: BaseChoice["unread"][number][] = [];
  for (const name of names.names) {
    if (read.size >= request.limit) break;
    say(`reading ${name} (${read.size + unread.length + 1} of ${names.names.length})`);
    const answer = await readBase(name, context, { ...reading, engineToo: isUsed && name === inUse });
    if ("reason" in answer) unread.push(answer);
    else if (read.has(answer.imageDigest)) read.get(answer.imageDigest)?.alsoNamed.push(answer.name);
    else read.set(answer.imageDigest, { ...answer, alsoNamed: [] });
  }
  if (read.size === 0) throw noReadableBase(names.repository, unread);

  // Counts the vulnerabilities of each image now and over its recorded builds.
  const flaws = openVulnerabilities({
    folder: request.advisories === undefined ? context.advisoriesFolder : resolve(context.cwd, request.advisories),
    named: request.advisories !== undefined,
    today: context.today,
  });
  const records = openRecords(context.dataFolder === undefined ? undefined : join(context.dataFolder, "bases"));
  const used = isUsed
    ? [...read.values()].find(({ name, alsoNamed }) => name === inUse || alsoNamed.includes(inUse))
    : undefined;
  const usedTraits = used && describeBase(used.info);
  const judgedBases: BaseCandidate[] = [];
  const notAsked = {
    missing: "package sources are asked in a container, for which the engine pulls the image: --updates does it",
  };
  const pendingOf = async (name: string) => (request.updates ? askPending(name, config, context) : notAsked);
  for (const candidate of read.values()) {
    say(`judging ${candidate.name}`);
    const earlierBuilds: BaseRecord[] = [];
    for (const name of names.earlier(candidate.name, request.history)) {
      const answer = await readBase(name, context, reading);
      if (!("reason" in answer)) earlierBuilds.push(answer);
    }
    const builds = await records.with(
      candidate.name,
      [...earlierBuilds, candidate].filter(({ created }) => created !== ""),
    );
    const traits = describeBase(candidate.info);
    judgedBases.push({
      ...(await judgeBase(candidate, traits, builds, {
        flaws,
        pending: await pendingOf(candidate.name),
        today: context.today,
      })),
      alsoNamed: candidate.alsoNamed.sort(),
      inUse: candidate === used,
      changes: usedTraits === undefined || candidate === used ? [] : changesTo(usedTraits, traits),
    });
  }
  say(`${judgedBases.length} images of ${names.all} tags`, true);

  // Runs the application on the best candidates.
  const ranked = rankBases(judgedBases);
  const proven =
    project === undefined || request.prove === 0
      ? undefined
      : await proveBases(project, namesToProve(ranked, request.prove), context);
  const candidates = rankBases(
    proven === undefined
      ? ranked
      : ranked.map((candidate) => ({
          ...candidate,
          proof: proven.proofs.get(candidate.inUse ? inUse : candidate.name) ?? {
            verdict: "not-tried",
            detail: `only the best ${request.prove} are built`,
            trials: [],
          },
        })),
  );
  const choice = recommend(candidates, { proven: proven !== undefined });
  const best = candidates.find(({ name }) => name === choice.recommended);
  const bases: BaseChoice = {
    asked: subject,
    repository: names.repository,
    tags: { all: names.all, fitting: names.fitting, read: read.size },
    candidates,
    unread,
    scale,
    ...choice,
    ...(proven && { trials: proven.trials }),
    ...(best && { pin: pinOf(best.name, best.digest, project && { project, inUse }) }),
  };
  const info = flaws.info();
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version: context.version },
    targets: [
      { id: subject, kind: project === undefined ? "image" : "dockerfile", name: project?.dockerfilePath ?? subject },
    ],
    rules: [],
    findings: [],
    bases,
    ...(info && { advisories: info }),
  };
}

/** The base in use is the reference, so it always runs. */
function namesToProve(ranked: readonly BaseCandidate[], count: number): readonly string[] {
  return ranked.filter(({ inUse }, at) => at < count && !inUse).map(({ name }) => name);
}

/** An existing path is a Dockerfile or its folder; any other text names a repository. */
async function projectOf(subject: string, context: Context): Promise<Project | undefined> {
  const info = await stat(resolve(context.cwd, subject)).catch(() => undefined);
  if (info !== undefined) return readProject(subject, context, true);
  if (!/^[./~]|(?:^|\/)(?:Dockerfile|Containerfile)$|\.Dockerfile$/.test(subject)) return undefined;
  throw new Failure("no-such-file", `${subject} does not exist`, {
    hint: "Name a Dockerfile, its folder, or a repository such as python.",
  });
}

function noReadableBase(repository: string, unread: BaseChoice["unread"]): Failure {
  const [first] = unread;
  return new Failure(
    "no-such-image",
    `no image of ${repository} could be read${first === undefined ? "" : `: ${first.name}: ${first.reason}`}`,
    {
      hint: "Check the name, the network and the login (docker login); registries.mirrors of hullproof.yaml names other hosts.",
    },
  );
}
