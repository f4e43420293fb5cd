// Packages removed by the image's own dpkg, and what the comparison says of it.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { compareConfig } from "../../src/facts/comparing/compare-config.ts";
import type { NeedImage } from "../../src/facts/need/need-image.ts";
import { imageConfigLines } from "../../src/facts/slim/image-config-lines.ts";
import { probeSteps } from "../../src/facts/slim/probe-steps.ts";
import { staticLosses } from "../../src/facts/slim/static-losses.ts";
import { withSlimStages } from "../../src/facts/slim/slim-stages.ts";
import { hiddenPackages, type SlimPackage } from "../../src/facts/slim/slim-plan.ts";
import { parseFact } from "../../src/facts/secrets/parse-fact.ts";
import { dpkgImage } from "../../src/facts/need/dpkg-image.ts";
import type { Build } from "../../src/pipeline/image-build/builds.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { buildCandidate, candidateProblem, openCandidates } from "../../src/pipeline/verbs/harden/slim-candidates.ts";
import { needImageOf } from "../../src/pipeline/image/needs-in.ts";
import { readFacts } from "../../src/pipeline/image/read-facts.ts";
import { findVulnerabilities } from "../../src/pipeline/vulnerabilities/known-vulnerabilities.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { openEngineImage } from "../../src/sources/image/engine/engine-image.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { ensureStandIns } from "../images/stand-ins.ts";
import { objectsOf } from "./fixture.ts";
import { legacyBuilder } from "./older.ts";
import { buildImage } from "./own-build.ts";

const packageOf = (architecture: string, folder: string) =>
  `mkdir -p /d/DEBIAN /d/usr/lib/${folder} && echo ${architecture} >/d/usr/lib/${folder}/libplant.so && printf 'Package: libplant\\nVersion: 1\\nArchitecture: ${architecture}\\nMulti-Arch: same\\nMaintainer: x\\nDescription: x\\n' >/d/DEBIAN/control && dpkg-deb --build /d /${architecture}.deb && rm -r /d && dpkg --install /${architecture}.deb`;
/** A program with a file capability, hard links, modes that are easily lost, compiled Python, and a package of two architectures. */
const planted = [
  `python3 -c 'import os, shutil; shutil.copy("/usr/bin/true", "/usr/local/bin/web"); os.setxattr("/usr/local/bin/web", "security.capability", bytes.fromhex("0100000200040000000000000000000000000000"))'`,
  "mkdir /git && head -c 3000000 /dev/urandom >/git/git && for n in 1 2 3 4; do ln /git/git /git/git-$n; done",
  "mkdir /module && echo 'x = 1' >/module/module.py && touch -d 2020-01-01 /module/module.py && python3 -m compileall -q /module",
  "dpkg --add-architecture i386",
  packageOf("amd64", "x86_64-linux-gnu"),
  packageOf("i386", "i386-linux-gnu"),
  "rm /*.deb && chmod 1777 /tmp && chmod 711 /srv && useradd --create-home app && mkdir /app && echo x >/app/x && chown -R app:app /app",
].join(" && ");
const dockerfile = `FROM hullproof-stand-in/python:trixie
RUN ${planted}
ENV QUOTED="a \\"b\\" \\$c" PYTHONPATH=/module
LABEL text="with \\"quotes\\" and \\$variables"
HEALTHCHECK --interval=30s CMD python3 -c "print(1)"
SHELL ["/bin/bash", "-c"]
ONBUILD RUN true
USER app
CMD ["python3", "-c", "print(1)"]
`;
const context = { progress: () => {}, cacheFolder: undefined } as unknown as Context;
const parts = { folders: ["/app"], compiled: true, leftovers: [{ path: "/var/cache/debconf", isFolder: true }] };

let engine: Engine;
let session: EngineSession;
let full: Build;
let image: NeedImage;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
  await ensureStandIns(() => {}, ["python:3.13-slim"]);
  const built = await buildImage(session, { dockerfile, dockerfileName: "Dockerfile", name: "slim-full" }, () => {});
  const opened = await openEngineImage(session, built.tag);
  session.defer("saved layers", async () => opened[Symbol.asyncDispose]());
  full = { name: "full", text: dockerfile, image: built, facts: await readFacts(opened, { needs: true }) };
  image = needImageOf(full.facts);
}, 180_000);
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

function packages(...names: readonly string[]): SlimPackage[] {
  const { nameOf } = dpkgImage(image);
  return full.facts.info.packages
    .map(({ purl, name, bytes = 0 }) => ({ purl, name: nameOf(purl), bytes, called: name }))
    .filter(({ name, called }) => names.includes(name) || names.includes(called))
    .map(({ purl, name, bytes, called }) => ({
      purl,
      name,
      bytes,
      need: { purl, name: called, class: "unused", evidence: [], opened: 0 },
    }));
}

function lines(): readonly string[] {
  const config = imageConfigLines(full.facts.read.config);
  if ("refused" in config) throw new Error(config.refused);
  return config.lines;
}

const candidate = (gone: readonly SlimPackage[]) =>
  buildCandidate(session, full, gone, { ...parts, config: lines() }, context);
const answersOf = (tag: string, wanted = "probe: ") =>
  probeSteps(image)
    .filter(({ name }) => name.startsWith(wanted))
    .map(({ name, command }) => {
      const [program = "", ...words] = command;
      return {
        name,
        answer: execFileSync("docker", ["run", "--rm", "--entrypoint", program, tag, ...words]).toString(),
      };
    });

it("removes even the shell, tar and dpkg itself, and changes nothing else", async () => {
  const gone = packages("bash", "tar", "dpkg", "perl-base", "coreutils", "apt", "dash", "debconf", "libplant:i386");
  expect(gone).toHaveLength(9);
  await using slim = await candidate(gone);
  const { facts } = slim.build;
  expect(await candidateProblem(session, { build: full, image }, slim.build, gone, parts)).toBeUndefined();
  // The legacy builder writes the default into the first image, too.
  const unlike = compareConfig(full.facts.read.config, facts.read.config);
  expect([[], [{ setting: "WorkingDir", before: undefined, after: "/" }]]).toContainEqual(unlike);
  expect(facts.info.packages).toHaveLength(full.facts.info.packages.length - 9);
  expect(facts.info.packages.filter(({ name }) => name === "libplant").map(({ purl }) => purl)).toEqual([
    expect.stringContaining("arch=amd64"),
  ]);
  // Five names of one file, the capability, and what Python compiled from files of 2020 are there once and as they were.
  expect(facts.info.sizeBytes).toBeLessThan(full.facts.info.sizeBytes - 15_000_000);
  const [all] = facts.read.layers;
  expect([...(all?.entries.links.values() ?? [])].filter((link) => link.includes("git/git"))).toHaveLength(4);
  expect([...(all?.entries.xattrs.values() ?? [])].flatMap((one) => Object.keys(one))).toContain("security.capability");
  expect(facts.info.layers).toHaveLength(2);
  const [before, after] = [answersOf(full.image.tag), answersOf(slim.build.image.tag)];
  expect(before.find(({ name }) => name === "probe: Python data")?.answer).toMatch(/\nstale compiled files: 0\n/);
  expect(before.map(({ name }) => name)).toContain("probe: Python modules");
  expect(after).toEqual(before);
}, 180_000);

it("reports what goes beside the named packages", async () => {
  await using slim = await candidate(packages("bash", "tar"));
  const problem = await candidateProblem(session, { build: full, image }, slim.build, packages("bash"), parts);
  expect(problem).toMatch(/^changes more than the packages: .*tar/);
}, 120_000);

it("shows by a probe what no step asks for, and keeps certificates that no package owns", async () => {
  await using slim = await candidate(packages("media-types", "ca-certificates"));
  const data = (tag: string) => answersOf(tag, "probe: Python data")[0]?.answer ?? "";
  const [before, after] = [data(full.image.tag), data(slim.build.image.tag)];
  expect(before).toContain("docx application/vnd");
  expect(after).toContain("docx None");
  expect(before).toMatch(/\d{3} certificates/);
  // The bundle has no owner and stays with all of its certificates.
  expect(after.split("\n")[0]).toBe(before.split("\n")[0]);
}, 120_000);

it("names the program that needs a planted package before anything is built", () => {
  const purls = new Set(packages("libsqlite3-0").map(({ purl }) => purl));
  expect(purls.size).toBe(1);
  expect(staticLosses(image, purls, []).breaks[0]).toMatch(/_sqlite3\..* needs libsqlite3\.so\.0$/);
});

it("refuses a builder that loses file capabilities, after one look at a copy without removals", async () => {
  // Stands in for such a builder (moby/moby#38132): the same content without the capability. Docker's classic builder keeps it in 26.1.
  const losing = [...lines(), "COPY --from=system /usr/bin/true /usr/local/bin/web"];
  const partsFor = () => ({ ...parts, config: losing });
  await using candidates = openCandidates(session, { build: full, image }, partsFor, context);
  const behavior = () => Promise.resolve(undefined);
  const problem = await candidates.problemOf(packages("bash"), behavior);
  expect(problem).toMatch(/^the builder does not copy the image as it is: .*\/usr\/local\/bin\/web \(xattrs\)/);
  expect(await candidates.problemOf(packages("tar"), behavior)).toBe(problem);
  expect(candidates.proven).toBeUndefined();
}, 180_000);

it("hides no vulnerability: scans find for each package that stays what they found before", async () => {
  const sources = new Set(full.facts.info.packages.map(({ name, source }) => source?.name ?? name));
  const cve = (at: number) => `CVE-2026-${10_000 + at}`;
  const open = { status: "open", urgency: "high", repositories: { trixie: "1" } };
  const tracker = [...sources].map((name, at) => [name, { [cve(at)]: { scope: "local", releases: { trixie: open } } }]);
  await using folder = await folderOf({ "feeds/tracker.json": JSON.stringify(Object.fromEntries(tracker)) });
  const advisoriesFolder = join(folder.path, "data");
  const env = { HULLPROOF_DATA: advisoriesFolder, HULLPROOF_CACHE: join(folder.path, "cache") };
  expect((await cli(["advisories", "build", join(folder.path, "feeds")], { env })).code).toBe(0);

  // Of libraries with one source some leave and some stay: libmount1 and util-linux, bash alone.
  const gone = packages("bash", "tar", "dpkg", "perl-base", "util-linux", "mount", "apt");
  await using slim = await candidate(gone);
  const request = { advisoriesFolder, today: "2026-12-01", cwd: folder.path };
  const scan = (info: typeof full.facts.info) =>
    findVulnerabilities(info, { missing: "not asked" }, emptyConfig, request);
  const byPurl = ({ vulnerabilities }: Awaited<ReturnType<typeof scan>>) =>
    Map.groupBy(
      vulnerabilities.map((one) => ({ ...one, layer: 0 })),
      ({ purl }) => purl,
    );
  const [before, after] = [byPurl(await scan(full.facts.info)), byPurl(await scan(slim.build.facts.info))];
  const debian = slim.build.facts.info.packages.filter(({ purl }) => purl.startsWith("pkg:deb/debian/"));
  expect(debian.length).toBeGreaterThan(60);
  for (const { purl } of debian) expect([purl, after.get(purl)]).toEqual([purl, before.get(purl)]);
  const gonePurls = new Set(gone.map(({ purl }) => purl));
  expect([...before.keys()].filter((purl) => !after.has(purl)).toSorted()).toEqual([...gonePurls].toSorted());
  expect(hiddenPackages(image, gonePurls, slim.build.facts.tree).size).toBe(0);
  // Deleted records in place of removed packages: the scan finds less, and each is named.
  expect(hiddenPackages(image, gonePurls, full.facts.tree).size).toBe(gone.length);
}, 180_000);

it("builds a target whose name later stages copy from", async ({ skip }) => {
  if (legacyBuilder !== undefined) skip(legacyBuilder);
  const text = `FROM ${full.image.tag} AS web\nRUN echo web >/app/web\nFROM scratch AS files\nCOPY --from=web /app/web /web\n`;
  const stages = { ...parts, packages: ["tar"], config: lines() };
  const staged = withSlimStages(parseFact("Dockerfile", text), stages, "web");
  if ("refused" in staged) throw new Error(staged.refused);
  const request = { dockerfile: staged.text, dockerfileName: "Dockerfile", name: "slim-target" };
  const web = await buildImage(session, { ...request, target: "web" }, () => {});
  const run = ["run", "--rm", "--entrypoint", "sh", web.tag, "-c", "cat /app/web; command -v tar || echo no tar"];
  expect(execFileSync("docker", run).toString()).toBe("web\nno tar\n");
  const files = await buildImage(session, { ...request, name: "slim-files" }, () => {});
  await using opened = await openEngineImage(session, files.tag);
  const facts = await readFacts(opened);
  expect(facts.info.layers).toHaveLength(1);
  expect(facts.info.sizeBytes).toBeLessThan(10_000);
}, 120_000);
