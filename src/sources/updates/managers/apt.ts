import type { Container, ExecResult } from "../../engine/types.ts";
import { readChangelogs } from "../apt-changelogs.ts";
import { aptOptions } from "../apt-options.ts";
import {
  installedFormat,
  parseCandidates,
  parseInstalled,
  parseKeptBack,
  parseSources,
  parseUpgrades,
  updateProblem,
} from "../apt-text.ts";
import type { UpdateManager, UpdateQuestion, Updates } from "../update-manager.ts";

const updateTimeoutMs = 240_000;
const askTimeoutMs = 60_000;

/** apt: its upgrades, and the changelogs in the candidates' packages. */
export default {
  name: "apt",
  probe: ["apt-get", "--version"],
  ask,
} satisfies UpdateManager as UpdateManager;

async function ask(container: Container, { say, now, known }: UpdateQuestion): Promise<Updates> {
  const exec = (command: readonly string[], timeoutMs = askTimeoutMs): Promise<ExecResult> =>
    container.exec(command, { user: "0", timeoutMs });

  say("asking the image's apt sources");
  const askedAt = now().toISOString();
  const update = await exec(["apt-get", ...aptOptions, "update"], updateTimeoutMs);
  const problem = updateProblem(update.exitCode, `${update.stderr}\n${update.stdout}`);
  if (problem !== undefined) return { missing: `apt-get update: ${problem}` };
  // Only after the update: apt lists the indexes it has.
  const targets = await exec([
    "apt-get",
    ...aptOptions,
    "indextargets",
    "--format",
    "$(REPO_URI) $(RELEASE)/$(COMPONENT)",
    "Created-By: Packages",
  ]);
  if (targets.exitCode !== 0) return { missing: `apt cannot read the image's sources: ${firstLine(targets)}` };
  const sources = parseSources(targets.stdout);
  if (sources.length === 0) return { missing: "the image configures no apt sources" };

  // A hold keeps a package back, with its vulnerabilities: the update is still pending.
  const simulation = await exec(["apt-get", ...aptOptions, "-s", "--ignore-hold", "dist-upgrade"]);
  if (simulation.exitCode !== 0) return { missing: `apt-get cannot work out an upgrade: ${firstLine(simulation)}` };
  const upgrades = parseUpgrades(simulation.stdout);
  const keptBack = parseKeptBack(simulation.stdout).map((name) => ({
    name,
    reason: "apt keeps it back: there is an update that cannot be installed as things are",
  }));
  if (upgrades.length === 0) {
    return {
      answer: {
        order: "deb",
        askedAt,
        sources,
        upgrades,
        installed: [],
        candidates: [],
        changelogs: [],
        unread: keptBack,
      },
    };
  }

  const query = await exec(["dpkg-query", "-W", "-f", installedFormat]);
  if (query.exitCode !== 0) return { missing: `dpkg-query: ${firstLine(query)}` };
  const show = await exec([
    "apt-cache",
    ...aptOptions,
    "show",
    ...upgrades.map(({ name, candidate }) => `${name}=${candidate}`),
  ]);
  const candidates = parseCandidates(show.stdout);

  const { changelogs, unread } = await readChangelogs(container, upgrades, candidates, { say, known });
  say(`${upgrades.length} packages have updates, ${changelogs.length} changelogs read`);
  const installed = parseInstalled(query.stdout);
  return {
    answer: {
      order: "deb",
      askedAt,
      sources,
      upgrades,
      installed,
      candidates,
      changelogs,
      unread: [...unread, ...keptBack],
    },
  };
}

function firstLine({ exitCode, stderr, stdout }: ExecResult): string {
  const line =
    `${stderr}\n${stdout}`.split("\n").find((text) => text.startsWith("E: ")) ?? stderr.trim().split("\n")[0];
  return line === undefined || line === "" ? `exit code ${exitCode}` : line.slice(0, 300);
}
