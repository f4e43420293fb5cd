import type { Container, ExecResult } from "../../engine/types.ts";
import type { SourceChangelog, Unread } from "../../../domain/image/updates-answer.ts";
import type { Candidate } from "../../../domain/image/updates-answer.ts";
import {
  parseNotices,
  parseRepolist,
  parseRepoquery,
  parseRpmChangelogs,
  parseRpms,
  repoqueryFormat,
  rpmFormat,
} from "../dnf-text.ts";
import type { UpdateManager, UpdateQuestion, Updates } from "../update-manager.ts";
import { byKey } from "../../../text/by-key.ts";

/** dnf 4 and 5: packages, changelogs and advisories of their repositories (dnf(8), "Repoquery Command", "Updateinfo Command"). */
export default {
  name: "dnf",
  probe: ["dnf", "--version"],
  ask,
} satisfies UpdateManager as UpdateManager;

const cacheTimeoutMs = 240_000;
const askTimeoutMs = 60_000;
/** Number of packages per changelog query, and in total. */
const batch = 40;
const maxChangelogs = 400;

async function ask(container: Container, { say, now }: UpdateQuestion): Promise<Updates> {
  const exec = (command: readonly string[], timeoutMs = askTimeoutMs): Promise<ExecResult> =>
    container.exec(command, { user: "0", timeoutMs });
  const dnf = (...words: readonly string[]) => exec(["dnf", "-q", "-y", ...words]);

  say("asking the image's dnf repositories");
  const askedAt = now().toISOString();
  const repolist = await dnf("repolist", "--enabled");
  const sources = parseRepolist(repolist.stdout);
  if (sources.length === 0) return { missing: "the image enables no dnf repository" };
  // With `skip_if_unavailable` an unreachable repository is only a warning, which would hide the gap.
  const cache = await exec(
    ["dnf", "-q", "-y", "--setopt=*.skip_if_unavailable=0", "--refresh", "makecache"],
    cacheTimeoutMs,
  );
  if (cache.exitCode !== 0) return { missing: `dnf makecache: ${firstError(cache)}` };
  const query = await exec(["rpm", "-qa", "--qf", rpmFormat]);
  if (query.exitCode !== 0) return { missing: `rpm -qa: ${firstError(query)}` };
  const installed = parseRpms(query.stdout);
  const newer = await dnf("repoquery", "--upgrades", "--latest-limit=1", "--qf", repoqueryFormat);
  if (newer.exitCode !== 0) return { missing: `dnf repoquery: ${firstError(newer)}` };
  const { upgrades, candidates } = parseRepoquery(newer.stdout, installed);
  const updateinfo = await dnf("updateinfo", "list", "--with-cve", "--updates");
  const notices = updateinfo.exitCode === 0 ? parseNotices(updateinfo.stdout, upgrades) : [];
  const { changelogs, unread } = await readChangelogs(candidates, say, async (files) => {
    const { stdout } = await exec(["dnf", "-q", "-y", "repoquery", "--changelogs", ...files], cacheTimeoutMs);
    return stdout;
  });
  say(`${upgrades.length} packages have updates, ${changelogs.length} changelogs read`);
  return { answer: { order: "rpm", askedAt, sources, upgrades, installed, candidates, changelogs, notices, unread } };
}

/** One changelog per source package: those of its binary packages are the same. */
async function readChangelogs(
  candidates: readonly Candidate[],
  say: (message: string) => void,
  read: (files: readonly string[]) => Promise<string>,
): Promise<{ readonly changelogs: SourceChangelog[]; readonly unread: Unread[] }> {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) if (!first.has(candidate.source)) first.set(candidate.source, candidate);
  const sourceCandidates = [...first].sort(byKey);
  const changelogs: SourceChangelog[] = [];
  const unread: Unread[] = sourceCandidates
    .slice(maxChangelogs)
    .map(([name]) => ({ name, reason: `more than ${maxChangelogs} packages have updates` }));
  for (let at = 0; at < Math.min(sourceCandidates.length, maxChangelogs); at += batch) {
    const part = sourceCandidates.slice(at, Math.min(at + batch, maxChangelogs));
    say(`reading changelogs: ${at + part.length} of ${sourceCandidates.length}`);
    const changelogsByFile = parseRpmChangelogs(await read(part.map(([, candidate]) => fileOf(candidate))));
    for (const [source, candidate] of part) {
      const entries =
        changelogsByFile.get(fileOf(candidate)) ?? changelogsByFile.get(fileOf(candidate).replace(/-\d+:/, "-")) ?? [];
      if (entries.length === 0) unread.push({ name: source, reason: "the repository has no changelog of it" });
      else changelogs.push({ source, entries, cut: false });
    }
  }
  return { changelogs, unread };
}

/** `hp-epoch-2:1.1-1.noarch` */
function fileOf({ name, version, architecture }: Candidate): string {
  return `${name}-${version}.${architecture}`;
}

function firstError({ exitCode, stderr, stdout }: ExecResult): string {
  const lines = `${stderr}\n${stdout}`.split("\n").filter((text) => text.trim() !== "");
  const line = lines.find((text) => /^\s*(error|failed|-)/i.test(text)) ?? lines.at(-1);
  return line === undefined ? `exit code ${exitCode}` : line.trim().slice(0, 300);
}
