import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import { createContainer } from "../engine/containers.ts";
import type { Container, ExecResult, Run } from "../engine/types.ts";
import { aptOptions } from "./apt-options.ts";
import type { SourceChangelog, Unread } from "./apt-changelogs.ts";
import { readChangelogs } from "./apt-changelogs.ts";
import type { Candidate, InstalledPackage, Upgrade } from "./apt-text.ts";
import {
  installedFormat,
  parseCandidates,
  parseInstalled,
  parseKeptBack,
  parseSources,
  parseUpgrades,
  updateProblem,
} from "./apt-text.ts";

/** What the image's own apt sources answered; the comparison of versions is left to the facts. */
export interface AptAnswer {
  /** ISO 8601 UTC. */
  readonly askedAt: string;
  /** `URI RELEASE/COMPONENT`, sorted. */
  readonly sources: readonly string[];
  readonly upgrades: readonly Upgrade[];
  readonly installed: readonly InstalledPackage[];
  readonly candidates: readonly Candidate[];
  /** By source package. */
  readonly changelogs: readonly SourceChangelog[];
  /** Source packages without a changelog that could be read. */
  readonly unread: readonly Unread[];
}

/** `missing` says why nothing could be asked: no apt, no network, an archive that is gone. */
export type AptUpdates = { readonly answer: AptAnswer } | { readonly missing: string };

const updateTimeoutMs = 240_000;
const askTimeoutMs = 60_000;

/**
 * Ask the image's own apt sources, in a container of it that is removed again, for newer versions, and read what their changelogs
 * say. The image itself is not changed. Needs the bridge network. Throws `Failure` for trouble with the engine
 * (`engine-died`, `interrupted`, `no-such-image`, ...); what the image or the network lacks is told as `missing`.
 */
export async function aptUpdates(
  run: Run,
  image: string,
  progress: Progress,
  now: () => Date = () => new Date(),
): Promise<AptUpdates> {
  await using container = await createContainer(run, {
    image,
    name: "updates",
    user: "0",
    entrypoint: ["sh", "-c", "while :; do sleep 600; done"],
    command: [],
    env: { LC_ALL: "C", LANGUAGE: "C", DEBIAN_FRONTEND: "noninteractive" },
    network: "bridge",
  });
  try {
    await container.start();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "engine-refused") throw error;
    return { missing: `a shell cannot be started in ${image}: ${error.message}` };
  }
  const say = (message: string): void => progress({ stage: "updates", message });
  try {
    return await ask(container, say, now);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "timed-out") throw error;
    return { missing: error.message };
  }
}

async function ask(container: Container, say: (message: string) => void, now: () => Date): Promise<AptUpdates> {
  const exec = (command: readonly string[], timeoutMs = askTimeoutMs): Promise<ExecResult> =>
    container.exec(command, { user: "0", timeoutMs });

  const version = await exec(["apt-get", "--version"]);
  if (version.exitCode !== 0) return { missing: "the image has no apt-get" };
  say("asking the image's apt sources");
  const askedAt = now().toISOString();
  const update = await exec(["apt-get", ...aptOptions, "update"], updateTimeoutMs);
  const problem = updateProblem(update.exitCode, `${update.stderr}\n${update.stdout}`);
  if (problem !== undefined) return { missing: `apt-get update: ${problem}` };
  // Only after the update: apt lists the indexes it has.
  const targets = await exec([
    "apt-get",
    "indextargets",
    "--format",
    "$(REPO_URI) $(RELEASE)/$(COMPONENT)",
    "Created-By: Packages",
  ]);
  if (targets.exitCode !== 0) return { missing: `apt cannot read the image's sources: ${firstLine(targets)}` };
  const sources = parseSources(targets.stdout);
  if (sources.length === 0) return { missing: "the image configures no apt sources" };

  // A hold keeps a package back, and its holes open: it is pending all the same.
  const simulation = await exec(["apt-get", ...aptOptions, "-s", "--ignore-hold", "dist-upgrade"]);
  if (simulation.exitCode !== 0) return { missing: `apt-get cannot work out an upgrade: ${firstLine(simulation)}` };
  const upgrades = parseUpgrades(simulation.stdout);
  const keptBack = parseKeptBack(simulation.stdout).map((name) => ({
    name,
    reason: "apt keeps it back: there is an update that cannot be installed as things are",
  }));
  if (upgrades.length === 0) {
    return { answer: { askedAt, sources, upgrades, installed: [], candidates: [], changelogs: [], unread: keptBack } };
  }

  const query = await exec(["dpkg-query", "-W", "-f", installedFormat]);
  if (query.exitCode !== 0) return { missing: `dpkg-query: ${firstLine(query)}` };
  const show = await exec(["apt-cache", "show", ...upgrades.map(({ name, candidate }) => `${name}=${candidate}`)]);
  const candidates = parseCandidates(show.stdout);

  const { changelogs, unread } = await readChangelogs(container, upgrades, candidates, say);
  say(`${upgrades.length} packages have updates, ${changelogs.length} changelogs read`);
  const installed = parseInstalled(query.stdout);
  return {
    answer: { askedAt, sources, upgrades, installed, candidates, changelogs, unread: [...unread, ...keptBack] },
  };
}

function firstLine({ exitCode, stderr, stdout }: ExecResult): string {
  const line =
    `${stderr}\n${stdout}`.split("\n").find((text) => text.startsWith("E: ")) ?? stderr.trim().split("\n")[0];
  return line === undefined || line === "" ? `exit code ${exitCode}` : line.slice(0, 300);
}
