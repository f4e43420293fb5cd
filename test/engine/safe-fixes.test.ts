// The contexts that decide what is safe, built: where a safe fix is offered the fixed file builds the same image but for what the
// fix declares; where it used to be offered and is only proven now, the fix breaks the build or changes more than it says.
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { Applicability } from "../../src/domain/finding/fix.ts";
import { differences, undeclared } from "../../src/proof/image-build/compare-built.ts";
import { checkDockerfile } from "../../src/pipeline/judge/check-text.ts";
import { fixText, type FixedText } from "../../src/pipeline/fix-plan/fix.ts";
import { legacyBuilder, olderBuildKit } from "./older.ts";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { folderOf } from "../cli/run-cli.ts";
import { tinyImage } from "../images/tiny.ts";
import { objectsOf } from "./fixture.ts";
import { buildText, runImage, type BaseContexts, type BuiltText } from "./proof-set.ts";
import { long } from "../long.ts";
import { quietRepository } from "../safe/quiet-repository.ts";

// It fetches lists, and installs by them alone, as apt-get does.
const aptGet = `#!/bin/sh
set -e
case " $* " in
  *" update "*) mkdir -p /var/lib/apt/lists/partial; echo all > /var/lib/apt/lists/archive ;;
  *" install "*) test -s /var/lib/apt/lists/archive || { echo "E: Unable to locate package" >&2; exit 100; }; mkdir -p /opt; touch "/opt/installed-$(echo "$*" | tr -c 'a-z\\n' -)" ;;
esac
`;
const context = {
  install_dev: "#!/bin/sh\nset -e\napt-get install -y more\n",
  start: "#!/bin/sh\napt-get install -y at-start && echo started\n",
  "no-line": "echo started\n",
  // No applet of busybox, whose shell would run its own without looking.
  "bin/useradd": "#!/bin/sh\napt-get install -y hidden\n",
  "lists/keep": "kept\n",
};
const files = {
  "base/apt-get": aptGet,
  ...Object.fromEntries(Object.entries(context).map(([path, text]) => [`context/${path}`, text])),
};
const from = "FROM debian:13\n";
const get = "RUN apt-get update && apt-get install -y curl\n";
const all = `${from}${get}`;

let session: EngineSession;
let folder: Awaited<ReturnType<typeof folderOf>>;
let contexts: BaseContexts;

beforeAll(async () => {
  session = await openEngineSession(await connect());
  folder = await folderOf(files);
  // The legacy builder has no COPY --chmod, and keeps the modes that files have.
  for (const path of Object.keys(files)) await chmod(join(folder.path, path), 0o755);
  const dockerfile = `FROM ${tinyImage}\nRUN busybox --install -s /bin && mkdir -p /usr/bin /usr/local/bin /opt /root\nCOPY --chmod=755 apt-get /usr/bin/apt-get\nENV PATH=/usr/local/bin:/usr/bin:/bin\n`;
  const request = { context: `${folder.path}/base`, dockerfile, dockerfileName: "base", name: "safe-base" };
  const { tag } = await buildImage(session, request, () => {});
  contexts = { "debian:13": `docker-image://${tag}`, "python:3.13-slim": `docker-image://${tag}` };
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
  expect(await objectsOf(session.engine, session.id)).toEqual([]);
});

function fixed(text: string, rule: string, allowed: readonly Applicability[]): FixedText {
  const check = (one: string) =>
    checkDockerfile(
      "Dockerfile",
      one,
      emptyConfig,
      { cwd: "/", today: "2026-11-24" },
      { repository: () => quietRepository },
    );
  return fixText(text, { kind: "dockerfile", allowed, check, accept: (fix) => fix.rule === rule });
}

async function build(text: string, name: string) {
  const fixture = { folder: `${folder.path}/context`, file: "Dockerfile", original: text } as Parameters<
    typeof buildText
  >[1];
  return buildText(session, fixture, { text, name, contexts, cacheFolder: join(session.folder, "layers") });
}

/** Paths that differ, and that the fix does not declare. */
async function changed(a: BuiltText, b: BuiltText, delta: readonly string[]): Promise<string[]> {
  return undeclared(await differences(a.facts, b.facts, session.signal), [], delta);
}

describe("a safe fix changes nothing that it does not declare", () => {
  it.for<readonly [what: string, rule: string, text: string]>([
    ["listed steps follow", "cleanup/apt-lists", `${all}RUN mkdir -p /srv/x && chown 1000 /srv/x\nUSER 1000\n`],
    ["a later RUN fetches its own", "cleanup/apt-lists", `${all}RUN apt-get update && apt-get install -y jq\n`],
    ["set -e fetches them again", "cleanup/apt-lists", `${all}RUN set -eu; apt-get update; apt-get install -y jq\n`],
    [
      "another stage takes other files",
      "cleanup/apt-lists",
      `FROM debian:13 AS a\n${get}RUN mkdir /out\nFROM debian:13 AS b\nCOPY --from=a /out /srv/out\nFROM a\n`,
    ],
    [
      "update and install become one",
      "updates/update-alone",
      `${from}RUN apt-get update\n# tools\nRUN apt-get install -y curl\n`,
    ],
    ["a WORKDIR is written out", "build/relative-workdir", `${from}WORKDIR /srv/a\nWORKDIR ../b\nRUN touch here\n`],
    ["an empty line goes", "build/empty-continuation", `${from}RUN touch /a && \\\n\n    touch /b\n`],
    [
      "an ignore goes",
      "build/unused-ignore",
      `${from}RUN touch /a && \\\n    # hullproof ignore build/legacy-env: x\n    touch /b\n`,
    ],
    [
      "a CMD without effect goes",
      "build/repeated-instruction",
      `${from}CMD ["a"]\nENTRYPOINT ["b"]\nENTRYPOINT ["true"]\nCMD ["c"]\n`,
    ],
    [
      "MAINTAINER becomes a label",
      "build/maintainer",
      `${from}LABEL a=authors\nMAINTAINER Jo O'Neil <jo@example.com>\n`,
    ],
    [
      "a stage loses its capitals, and a path keeps them",
      "build/stage-name-casing",
      `FROM debian:13 AS Builder\nRUN mkdir /a-from=Builder && touch /a-from=Builder/x\n${from}RUN --mount=type=bind,source=/a-from=Builder,target=/o,from=Builder cp /o/x /x\n`,
    ],
    ["a path over several lines", "build/relative-workdir", `${from}WORKDIR /srv\\\n/a\nWORKDIR b\nRUN touch here\n`],
    ["ENV gets its sign", "build/legacy-env", `${from}ENV A 1\nENV B \${A}=x\nRUN echo "$A $B" > /env\n`],
  ])("%s: %s", async ([, rule, text], { skip }) => {
    if (text.includes("--mount") && legacyBuilder !== undefined) skip(legacyBuilder);
    const after = fixed(text, rule, ["safe"]);
    expect(after.applied.map((one) => one.rule)).toContain(rule);
    const [one, other] = [await build(text, "before"), await build(after.text, "after")];
    const delta = after.applied.flatMap((fix) => fix.delta);
    expect(await changed(one, other, delta)).toEqual([]);
  });
});

describe.runIf(long)("what was called safe and breaks is only proven now", () => {
  it.for<readonly [what: string, text: string]>([
    ["an opaque program installs", `${all}COPY --chmod=755 install_dev /opt/\nRUN /opt/install_dev\n`],
    [
      "it does so in a stage built on it",
      `FROM debian:13 AS a\n${get}FROM a AS dev\nCOPY --chmod=755 install_dev /opt/\nRUN /opt/install_dev\nFROM dev AS last\n`,
    ],
    ["a file in place of useradd does", `${all}COPY --chmod=755 bin/useradd /usr/local/bin/useradd\nRUN useradd app\n`],
    [
      "a mount in place of the programs does",
      `${all}COPY --chmod=755 bin /opt/bin/\nRUN --mount=type=bind,from=tools,source=/,target=/usr/local/bin useradd app\n`.replace(
        from,
        `FROM debian:13 AS tools\nCOPY --chmod=755 bin /\nFROM debian:13\n`,
      ),
    ],
    [
      "PATH by a name of ENV does",
      `${from}COPY --chmod=755 bin /opt/bin/\nARG X=PA\nENV \${X}TH=/opt/bin:/usr/bin:/bin\n${get}RUN useradd app\n`,
    ],
    [
      "a stage copies the lists",
      `FROM debian:13 AS a\n${get}FROM a AS b\nRUN --mount=type=bind,from=a,target=/m test -s /m/var/lib/apt/lists/archive\nFROM b AS last\n`,
    ],
    ["a partial update builds on them", `${all}RUN apt-get -c /etc/part.conf search x && apt-get install -y jq\n`],
    [
      "a read-only mount lies within them",
      `${from}RUN --mount=type=bind,source=lists,target=/var/lib/apt/lists/kept apt-get update && apt-get install -y curl\n`,
    ],
    [
      "a cache mount lies within them",
      `${from}RUN --mount=type=cache,target=/var/lib/apt/lists/partial apt-get update && apt-get install -y curl\n`,
    ],
  ])("%s", async ([, text], { skip }) => {
    if (text.includes("--mount") && legacyBuilder !== undefined) skip(legacyBuilder);
    expect(fixed(text, "cleanup/apt-lists", ["safe"]).applied).toEqual([]);
    await build(text, "original");
    const forced = fixed(text, "cleanup/apt-lists", ["safe", "proven"]);
    // Some are refused outright; what is offered for a proof must be found out by it.
    if (forced.applied.length > 0) await expect(build(forced.text, "forced")).rejects.toThrow(Failure);
  });

  it("an entrypoint installs when the container starts", async () => {
    const text = `${all}COPY --chmod=755 start /start\nENTRYPOINT ["/start"]\n`;
    expect(fixed(text, "cleanup/apt-lists", ["safe"]).applied).toEqual([]);
    const forced = fixed(text, "cleanup/apt-lists", ["safe", "proven"]);
    expect(forced.applied).toHaveLength(1);
    const [before, after] = [await build(text, "start"), await build(forced.text, "start-fixed")];
    expect((await runImage(session, before.tag, {})).stdout).toContain("started");
    expect((await runImage(session, after.tag, {})).stdout).not.toContain("started");
  });

  it("a trigger moves the working directory", async () => {
    const text = "FROM debian:13 AS a\nWORKDIR /srv/a\nONBUILD WORKDIR /srv/b\nFROM a\nWORKDIR data\nRUN touch here\n";
    expect(fixed(text, "build/relative-workdir", ["safe", "proven"]).applied).toEqual([]);
    const [before, after] = [
      await build(text, "trigger"),
      await build(text.replace("WORKDIR data", "WORKDIR /srv/a/data"), "wrong"),
    ];
    expect(await changed(before, after, [])).not.toEqual([]);
  });

  it("a comment is content in a heredoc", async ({ skip }) => {
    const lacking = olderBuildKit ?? legacyBuilder;
    if (lacking !== undefined) skip(lacking);
    const text = `${from}COPY <<EOF /x\n# hullproof ignore build/legacy-env: content\nEOF\n`;
    expect(fixed(text, "build/unused-ignore", ["safe", "proven"]).applied).toEqual([]);
    const [before, after] = [await build(text, "heredoc"), await build(text.replace(/# hull.*\n/, ""), "emptied")];
    expect(await changed(before, after, [])).not.toEqual([]);
  });

  it("a comment keeps what stands below it from being a directive", async () => {
    const text = `# hullproof ignore-file build/legacy-env: x\n# escape=\`\n${from}RUN touch /a && \\\n  touch /b\n`;
    expect(fixed(text, "build/unused-ignore", ["safe", "proven"]).applied).toEqual([]);
    await build(text, "commented");
    await expect(build(text.slice(text.indexOf("\n") + 1), "directive")).rejects.toThrow(Failure);
  });

  it("a script without its first line starts in a shell alone", async () => {
    const text = `FROM python:3.13-slim\nCOPY --chmod=755 no-line /usr/local/bin/python\nCMD python app\n`;
    expect(fixed(text, "build/shell-form-cmd", ["safe"]).applied).toEqual([]);
    const forced = fixed(text, "build/shell-form-cmd", ["safe", "proven"]);
    expect(forced.applied).toHaveLength(1);
    const [before, after] = [await build(text, "line"), await build(forced.text, "line-fixed")];
    expect((await runImage(session, before.tag, {})).stdout).toContain("started");
    expect((await runImage(session, after.tag, {})).stdout).not.toContain("started");
  });
});
