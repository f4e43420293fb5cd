import type { SourceChangelog, Unread } from "../../domain/image/updates-answer.ts";
import { randomBytes } from "node:crypto";
import { Failure } from "../../domain/failure.ts";
import type { Container } from "../engine/types.ts";
import { aptOptions } from "./apt-options.ts";
import type { Candidate, Upgrade } from "../../domain/image/updates-answer.ts";
import { parseUnpacked } from "./apt-text.ts";
import { parseChangelog } from "./changelog.ts";
import type { UpdateQuestion } from "./update-manager.ts";
import { compareText } from "../../text/compare-text.ts";

const limits = {
  sources: 200,
  bytes: 300_000_000,
  batch: 20,
  tries: 3,
  changelogBytes: 262_144,
  batchTimeoutMs: 300_000,
};

/**
 * Arguments: mark, apt options as one word, limit, then `NAME=VERSION`. Prints the start of each package's changelog:
 * the Debian one, else `changelog.gz`, which is the Debian one in native packages (Debian Policy 12.7). Prints
 * nothing for a documentation folder that is a link to another package's.
 */
const script = `mark=$1; options=$2; limit=$3; shift 3
folder=$(mktemp -d) && cd "$folder" || exit 1
apt-get $options download "$@" >log 2>&1 || for one in "$@"; do apt-get $options download "$one" >>log 2>&1; done
head_of() { dpkg-deb --fsys-tarfile "$deb" 2>/dev/null | tar -xO --wildcards "./usr/share/doc/*/$1" 2>/dev/null | gzip -dc 2>/dev/null | head -c "$limit"; }
for deb in *.deb; do
  [ -f "$deb" ] || continue
  printf '%s deb %s\\n' "$mark" "\${deb%%_*}"
  text=$(head_of changelog.Debian.gz)
  [ -n "$text" ] || text=$(head_of changelog.gz)
  printf '%s\\n' "$text"
  rm -f "$deb"
done
printf '%s log\\n' "$mark"
grep '^[EW]:' log | tail -n 20
cd / && rm -rf "$folder"`;

interface ChangelogRequest {
  readonly source: string;
  /** Binary packages that may contain the changelog, best first. */
  readonly binaries: Candidate[];
}

/**
 * One changelog per source package of the upgrades, from the candidates' .deb files, each of which is downloaded once
 * for all images that share the cache. The limit includes cached ones, so that the result does not depend on earlier
 * queries. Omissions are reported.
 */
export async function readChangelogs(
  container: Container,
  upgrades: readonly Upgrade[],
  candidates: readonly Candidate[],
  { say, known }: Pick<UpdateQuestion, "say" | "known">,
): Promise<{ changelogs: SourceChangelog[]; unread: Unread[] }> {
  const changelogs: SourceChangelog[] = [];
  const reasons = new Map<string, string>();
  let open = bySource(upgrades, candidates, reasons);
  for (const { source } of open.splice(limits.sources)) {
    reasons.set(source, `only ${limits.sources} changelogs are read`);
  }
  let budget = limits.bytes;
  for (let attempt = 0; attempt < limits.tries && open.length > 0; attempt++) {
    const retries: ChangelogRequest[] = [];
    for (let start = 0; start < open.length; start += limits.batch) {
      const affordable = open.slice(start, start + limits.batch).filter(({ source, binaries }) => {
        const bytes = binaries[attempt]?.bytes;
        if (bytes === undefined) return false;
        budget -= bytes;
        if (budget < 0) reasons.set(source, `more than ${limits.bytes} bytes would have to be fetched`);
        return budget >= 0;
      });
      const batch: ChangelogRequest[] = [];
      for (const request of affordable) {
        const read = known?.get(request.binaries[attempt]?.sha256 ?? "");
        if (read === undefined) batch.push(request);
        else changelogs.push({ source: request.source, ...read });
      }
      if (batch.length === 0) continue;
      say(`reading changelogs of ${batch.map(({ source }) => source).join(", ")}`);
      const { texts, log } = await unpack(
        container,
        batch.flatMap(({ binaries }) => binaries[attempt] ?? []),
      );
      for (const request of batch) {
        const { source, binaries } = request;
        const { name = "", sha256 } = binaries[attempt] ?? {};
        const text = texts.get(name);
        const entries = parseChangelog(text ?? "");
        if (entries.length > 0) {
          const read = { entries, cut: (text?.length ?? 0) >= limits.changelogBytes - 1_024 };
          changelogs.push({ source, ...read });
          if (sha256 !== undefined) known?.set(sha256, read);
          continue;
        }
        const problem = log.split("\n").find((line) => line.includes(name)) ?? log.split("\n")[0];
        const reason =
          text === undefined
            ? `${name} could not be fetched: ${problem || "no reason given"}`
            : `${name} holds no changelog`;
        reasons.set(source, reason);
        retries.push(request);
      }
    }
    open = retries;
  }
  const read = new Set(changelogs.map(({ source }) => source));
  const unread = [...reasons].filter(([source]) => !read.has(source)).map(([name, reason]) => ({ name, reason }));
  changelogs.sort((a, b) => compareText(a.source, b.source));
  return { changelogs, unread: unread.sort((a, b) => compareText(a.name, b.name)) };
}

async function unpack(container: Container, packages: readonly Candidate[]): Promise<ReturnType<typeof parseUnpacked>> {
  const mark = `hullproof-${randomBytes(12).toString("hex")}`;
  const names = packages.map(({ name, version }) => `${name}=${version}`);
  const command = ["sh", "-c", script, "sh", mark, aptOptions.join(" "), String(limits.changelogBytes), ...names];
  try {
    const { stdout, stderr } = await container.exec(command, { user: "0", timeoutMs: limits.batchTimeoutMs });
    const unpacked = parseUnpacked(stdout, mark);
    return { texts: unpacked.texts, log: unpacked.log === "" ? stderr.trim() : unpacked.log };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "timed-out") throw error;
    return { texts: new Map(), log: error.message };
  }
}

/** The binary named like its source first, then the smallest. */
function bySource(
  upgrades: readonly Upgrade[],
  candidates: readonly Candidate[],
  reasons: Map<string, string>,
): ChangelogRequest[] {
  const candidatesBySource = new Map<string, Candidate[]>();
  for (const { name, candidate } of upgrades) {
    const details = candidates.find((other) => other.name === name && other.version === candidate);
    if (details === undefined) {
      reasons.set(name, `apt knows no details of ${name} ${candidate}`);
      continue;
    }
    const binaries = candidatesBySource.get(details.source) ?? [];
    if (!binaries.some((other) => other.name === name)) binaries.push(details);
    candidatesBySource.set(details.source, binaries);
  }
  return [...candidatesBySource]
    .sort(([a], [b]) => compareText(a, b))
    .map(([source, binaries]) => ({
      source,
      binaries: binaries.sort(
        (a, b) =>
          Number(b.name === source) - Number(a.name === source) || a.bytes - b.bytes || compareText(a.name, b.name),
      ),
    }));
}
