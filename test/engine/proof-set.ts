import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { judgeDockerfile } from "../../src/pipeline/judge/check-text.ts";
import { fixText, type FixedText } from "../../src/pipeline/fix-plan/fix.ts";
import { readFacts, type AnalyzedImage } from "../../src/pipeline/image/read-facts.ts";
import { contextReader } from "../../src/sources/context/read-context.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import { buildImage } from "./own-build.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { openEngineImage } from "../../src/sources/image/engine/engine-image.ts";
import { npmFolder } from "../images/npm-folder.ts";
import { smallArchive } from "../images/small-archive.ts";
import { ensureStandIns } from "../images/stand-ins.ts";
import type { Expected } from "./proof-table.ts";
import { permit } from "../permits.ts";

const tests = join(import.meta.dirname, "..");
export const proofSet = join(tests, "proof-set");

/** Official base image -> named context of BuildKit that takes its place, whatever this machine could pull. */
export type BaseContexts = Readonly<Record<string, string>>;

/** Of the set, the one that is built from Debian's own archive. */
const wholeArchive = "apt-five-runs";

const pip = "apt-get install -y --no-install-recommends python3-pip python3-setuptools";

/** Builds the bases of the proof set: Debian with pip, Node with this machine's npm, and busybox with scripts as package managers. */
export async function proofBases(session: EngineSession): Promise<(fixture: string) => BaseContexts> {
  const [python, node] = ["hullproof-stand-in/python:trixie", "hullproof-stand-in/node:trixie"];
  await ensureStandIns(() => {}, ["python:3.13-slim", "node:24-slim"]);
  const build = async (name: string, context: string, dockerfile: string) => {
    const request = { context, dockerfile, dockerfileName: `base ${name}`, name: `base-${name}` };
    return `docker-image://${(await buildImage(session, request, () => {})).tag}`;
  };
  const managers = join(tests, "proof-bases/managers");
  const [tiny, debian, withPip, withNpm] = await Promise.all([
    build("managers", managers, readFileSync(join(managers, "Dockerfile"), "utf8")),
    build("debian", join(tests, "proof-bases"), smallArchive(python, ["jq", "tree", "zip"])),
    build(
      "python",
      join(tests, "proof-bases"),
      `FROM ${python}\nRUN apt-get update && ${pip} && rm -rf /var/lib/apt/lists/* /usr/lib/python3*/EXTERNALLY-MANAGED\n`,
    ),
    build(
      "node",
      npmFolder(),
      `FROM ${node}\nCOPY . /usr/local/lib/node_modules/npm\nRUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm\n`,
    ),
  ]);
  const bases: BaseContexts = {
    "debian:trixie-slim": debian,
    "ubuntu:24.04": debian,
    "python:3.8-slim": withPip,
    "python:3.13-slim": withPip,
    "node:22-slim": withNpm,
    "node:24-slim": withNpm,
    ...Object.fromEntries(
      ["alpine:3.23", "busybox:1.37", "fedora:42", "almalinux:9", "almalinux:9-minimal", "opensuse/leap:15.6"]
        .concat([
          "ruby:3.4-alpine",
          "composer:2",
          "continuumio/miniconda3:latest",
          "golang:1.25-alpine",
          "node:24-alpine",
        ])
        .map((name) => [name, tiny]),
    ),
  };
  return (fixture) =>
    fixture === wholeArchive ? { ...bases, "debian:trixie-slim": `docker-image://${python}` } : bases;
}

export interface Fixture {
  readonly folder: string;
  /** Relative to the project, as messages name it. */
  readonly file: string;
  readonly original: string;
  readonly fixed: FixedText;
  /** The fixed text, fixed once more. */
  readonly again: FixedText;
  /** Rules with a finding in the original. */
  readonly found: ReadonlySet<string>;
}

export const fixtureNames = readdirSync(proofSet).sort();

/** Reads a fixture and makes all its safe and proven fixes. */
export function fixtureOf(name: string): Fixture {
  const folder = join(proofSet, name);
  const path = join(folder, "Dockerfile");
  const file = relative(join(tests, ".."), path);
  const original = readFileSync(path, "utf8");
  const context = contextReader(join(tests, ".."))(folder, path);
  const check = (text: string) =>
    judgeDockerfile(
      dockerfileFact(parseDockerfile(file, text)),
      emptyConfig,
      { today: "2026-11-01", cwd: join(tests, ".."), allRules: true },
      { contexts: [() => context] },
    );
  const fix = (text: string) => fixText(text, { kind: "dockerfile", allowed: ["safe", "proven"], check });
  const fixed = fix(original);
  return {
    folder,
    file,
    original,
    fixed,
    again: fix(fixed.text),
    found: new Set(check(original).run.findings.map(({ rule }) => rule)),
  };
}

export interface BuiltText {
  readonly tag: string;
  readonly facts: AnalyzedImage;
}

/** Builds without cache, and reads the layers, those of a base once for all. Image and saved layers live as long as the run. */
export async function buildText(
  session: EngineSession,
  { folder, file }: Fixture,
  request: {
    readonly text: string;
    readonly name: string;
    readonly contexts: BaseContexts;
    readonly cacheFolder: string;
  },
): Promise<BuiltText> {
  const { text, name, contexts, cacheFolder } = request;
  const image = await buildImage(
    session,
    { context: folder, dockerfile: text, dockerfileName: file, contexts, noCache: true, name },
    () => {},
  );
  const opened = await openEngineImage(session, image.tag);
  session.defer(`saved layers of ${name}`, async () => opened[Symbol.asyncDispose]());
  return {
    tag: image.tag,
    facts: await readFacts(
      opened,
      { dockerfile: dockerfileFact(parseDockerfile(file, text)) },
      { signal: session.signal, cacheFolder },
    ),
  };
}

/** What can be seen of a container from outside. */
export interface Seen {
  readonly stdout: string;
  readonly exitCode: number;
  readonly answer?: string;
}

/** Runs the image's own command to its end. One that serves is asked on port 8080 inside the container, then stopped. */
export async function runImage(
  session: EngineSession,
  image: string,
  { serves }: Pick<Expected, "serves">,
): Promise<Seen> {
  await using container = await createContainer(session, { image, network: "none" }, permit);
  await container.start();
  if (serves !== true) {
    const exitCode = await container.wait(30_000);
    return { exitCode, stdout: (await container.logs()).stdout };
  }
  const ask = ["wget", "-q", "-O-", "http://127.0.0.1:8080/"];
  let answer = await container.exec(ask);
  for (let tries = 0; answer.exitCode !== 0 && tries < 50; tries++) answer = await container.exec(ask);
  await container.stop(5000);
  const { exitCode } = await container.state();
  return { exitCode, stdout: (await container.logs()).stdout, answer: answer.stdout };
}
