// Packages removed by the image's own dpkg, and what the comparison says of it.
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareConfig } from "../../src/facts/comparing/compare-config.ts";
import type { NeedImage } from "../../src/facts/need/need-image.ts";
import { imageConfigLines } from "../../src/facts/slim/image-config-lines.ts";
import { staticLosses } from "../../src/facts/slim/static-losses.ts";
import type { SlimPackage } from "../../src/facts/slim/slim-plan.ts";
import type { Build } from "../../src/pipeline/image-build/builds.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { buildCandidate, candidateProblem } from "../../src/pipeline/verbs/harden/slim-candidates.ts";
import { needImageOf } from "../../src/pipeline/image/needs-in.ts";
import { readFacts } from "../../src/pipeline/image/read-facts.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/run/open-run.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { openEngineImage } from "../../src/sources/image/engine/engine-image.ts";
import { ensureStandIns } from "../images/stand-ins.ts";
import { objectsOf } from "./fixture.ts";
import { buildImage } from "./own-build.ts";

const dockerfile = `FROM hullproof-stand-in/python:trixie
RUN useradd --create-home app && mkdir /app && echo x >/app/x && chown -R app:app /app && chmod 1777 /tmp
ENV QUOTED="a \\"b\\" \\$c"
LABEL text="with \\"quotes\\" and \\$variables"
HEALTHCHECK --interval=30s CMD python3 -c "print(1)"
USER app
CMD ["python3", "-c", "print(1)"]
`;
const context = { progress: () => {}, cacheFolder: undefined } as unknown as Context;

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
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

function packages(...names: readonly string[]): SlimPackage[] {
  return full.facts.info.packages
    .filter(({ name }) => names.includes(name))
    .map(({ purl, name, bytes = 0 }) => ({
      purl,
      name,
      bytes,
      need: { purl, name, class: "unused", evidence: [], opened: 0 },
    }));
}

const parts = { folders: ["/app"], compiled: true, leftovers: [{ path: "/var/cache/debconf", isFolder: true }] };

function candidate(gone: readonly SlimPackage[]) {
  const config = imageConfigLines(full.facts.read.config);
  if ("refused" in config) throw new Error(config.refused);
  return buildCandidate(session, full, gone, { ...parts, config: config.lines }, context);
}

it("removes even the shell, tar and dpkg itself, and changes nothing else", async () => {
  const gone = packages("bash", "tar", "dpkg", "perl-base", "coreutils", "apt", "dash");
  expect(gone).toHaveLength(7);
  await using slim = await candidate(gone);
  const { facts } = slim.build;
  expect(await candidateProblem(session, { build: full, image }, slim.build, gone, parts)).toBeUndefined();
  const unlike = compareConfig(full.facts.read.config, facts.read.config);
  expect(unlike).toEqual([{ setting: "WorkingDir", before: undefined, after: "/" }]);
  expect(facts.info.packages).toHaveLength(full.facts.info.packages.length - 7);
  expect(facts.info.sizeBytes).toBeLessThan(full.facts.info.sizeBytes - 15_000_000);
  expect(facts.info.layers.length).toBe(2);
}, 120_000);

it("reports what goes beside the named packages", async () => {
  await using slim = await candidate(packages("bash", "tar"));
  const problem = await candidateProblem(session, { build: full, image }, slim.build, packages("bash"), parts);
  expect(problem).toMatch(/^changes more than the packages: .*tar/);
}, 120_000);

it("names the program that needs a planted package before anything is built", () => {
  const purls = new Set(packages("libsqlite3-0").map(({ purl }) => purl));
  expect(purls.size).toBe(1);
  expect(staticLosses(image, purls, []).breaks[0]).toMatch(/_sqlite3\..* needs libsqlite3\.so\.0$/);
});
