// More classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import type { ContextFile } from "../../src/domain/dockerfile/context-folder.ts";
import copiesNeedlessFiles from "../../src/rules/layers/copies-needless-files.ts";
import { inDockerfile } from "../rule-messages.ts";
import { compose, dockerfile, document, levels, manifest } from "./checked-text.ts";

const pod = (securityContext: object) =>
  manifest({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a" },
    spec: { containers: [{ name: "a", image: "example/a:1", securityContext }] },
  });

describe("capabilities/new-privileges, switched off", () => {
  const rule = "capabilities/new-privileges";
  const off = { allowPrivilegeEscalation: true };
  it.each([
    [pod({ ...off, privileged: true })],
    [pod({ ...off, privileged: true, runAsUser: 1000 })],
    [pod({ ...off, privileged: true, capabilities: { add: ["CAP_SYS_ADMIN"] } })],
    [pod({ ...off, capabilities: { add: ["NET_ADMIN", "CAP_SYS_ADMIN"] } })],
    [
      compose(
        "services:\n  a:\n    image: example/a:1\n    privileged: true\n    security_opt: ['no-new-privileges:false']\n",
      ),
    ],
    [document("run.sh", "docker run --privileged --security-opt no-new-privileges=false example/a:1\n")],
  ])("is silent where something forces it: %#", (checked) => {
    expect(levels(checked, rule)).toEqual([]);
  });
  it.each([
    [pod(off)],
    [pod({ ...off, privileged: false })],
    [pod({ ...off, runAsUser: 1000 })],
    // The API server compares this spelling alone.
    [pod({ ...off, capabilities: { add: ["SYS_ADMIN"] } })],
    [pod({ ...off, capabilities: { drop: ["CAP_SYS_ADMIN"] } })],
    [
      compose(
        "services:\n  a:\n    image: example/a:1\n    cap_add: [CAP_SYS_ADMIN]\n    security_opt: ['no-new-privileges:false']\n",
      ),
    ],
    [document("run.sh", "docker run --security-opt no-new-privileges=false example/a:1\n")],
  ])("is a warning elsewhere: %#", (checked) => {
    expect(levels(checked, rule)).toEqual(["warning"]);
  });
});

describe("build/copy-without-slash", () => {
  const rule = "build/copy-without-slash";
  it.each([
    "FROM debian:13\nCOPY a b /etc",
    "FROM alpine:3.23\nCOPY a b /usr/local/bin",
    "FROM example/app:1\nCOPY a b /tmp",
    "FROM ubuntu:24.04\nADD a b /opt",
    'FROM debian:13\nCOPY ["a", "b", "/root"]',
    "FROM debian:13\nARG TO=/etc\nCOPY a b $TO",
    "FROM node:24\nWORKDIR /app\nCOPY a b /app",
    "FROM node:24\nWORKDIR /app/web\nCOPY a b /app",
    "FROM node:24\nWORKDIR /app\nCOPY c config/\nCOPY a b config",
    "FROM node:24\nCOPY c /app/c\nCOPY a b /app",
    "FROM node:24\nCOPY . /app\nCOPY a b /app",
    "FROM node:24\nRUN mkdir -p /app/log && true\nCOPY a b /app",
    "FROM node:24\nWORKDIR /srv\nRUN mkdir app\nCOPY a b app",
    "FROM node:24 AS one\nRUN install -d /app\nFROM one\nCOPY a b /app",
    "FROM scratch\nCOPY c /etc/\nCOPY a b /etc",
  ])("is a warning where the folder is there: %j", (text) => {
    expect(levels(dockerfile(`${text}\n`), rule)).toEqual(["warning"]);
  });
  it.each([
    "FROM node:24\nCOPY a b /app",
    "FROM node:24\nCOPY a b app",
    "FROM scratch\nCOPY a b /etc",
    "FROM busybox:1.37\nCOPY a b /usr/local/bin",
    "FROM gcr.io/distroless/static-debian13\nCOPY a b /opt",
    "FROM debian:13\nCOPY a b /etc/shop",
    "FROM debian:13\nCOPY a b /etcetera",
    "FROM node:24\nCOPY a b /app\nWORKDIR /app",
    "FROM node:24 AS one\nWORKDIR /app\nFROM node:24\nCOPY a b /app",
    "FROM node:24\nCOPY c /app\nCOPY a b /app",
    "FROM node:24\nRUN cd /srv && mkdir app\nCOPY a b /app",
    "FROM node:24\nRUN echo mkdir /app\nCOPY a b /app",
    "FROM node:24\nONBUILD WORKDIR /app\nCOPY a b /app",
    "FROM node:24\nWORKDIR /apps\nCOPY a b /app",
  ])("is an error where it may be missing: %j", (text) => {
    expect(levels(dockerfile(`${text}\n`), rule)).toEqual(["error"]);
  });
});

describe("build/pipe-hides-failure, of what cannot fail on the left", () => {
  const rule = "build/pipe-hides-failure";
  const of = (command: string) => levels(dockerfile(`FROM debian:13\nRUN ${command}\n`), rule);
  it.each([
    "uname | awk '{print tolower($0)}' > /os",
    "export OS=$(uname -s | tr A-Z a-z) && echo $OS",
    "ARCH=$(uname -m | sed s/x86_64/amd64/) && echo $ARCH",
    "arch | sed s/aarch64/arm64/ > /arch",
    "nproc | tee /cpus",
    "date +%s | sha256sum > /seed",
    "date -u '+%Y-%m-%d' | tee /built",
    "whoami | tee /who",
    "id -u | tee /uid",
    "hostname | tee /name",
    "dpkg --print-architecture | awk -F- '{print $NF}' > /arch",
    "apk --print-arch | sed s/x86_64/amd64/ > /arch",
  ])("is silent on %s", (command) => {
    expect(of(command)).toEqual([]);
  });
  it.each([
    "unamed | tee /os",
    "id app | tee /uid",
    'date -d "$DAY" +%s | tee /day',
    "date -r /missing | tee /day",
    "hostname app.example | tee /name",
    "hostname -f | tee /name",
    "id -u app | tee /uid",
    "dpkg --print-architecture --no-such | tee /arch",
    "dpkg -l | tee /packages",
    "lscpu | tee /cpus",
    "uname -m | tee /os && cat /os | sort > /sorted",
  ])("reports %s", (command) => {
    expect(of(command)).toEqual(["warning"]);
  });
});

describe("build/pipe-hides-failure, of an installer whose program is needed at once", () => {
  const rule = "build/pipe-hides-failure";
  const of = (command: string) => levels(dockerfile(`FROM debian:13\nRUN ${command}\n`), rule);
  it.each([
    "curl https://bun.sh/install | bash && bun i -g a",
    "curl -fsSL https://bun.sh/install | bash && /root/.bun/bin/bun install",
    "curl -fsSL https://bun.sh/install | bash && echo b && bun install && echo c",
    "curl -LsSf https://astral.sh/uv/install.sh | sh && uv sync",
    "curl -sSf https://sh.rustup.rs | sh -s -- -y && cargo build",
    "curl -sSf https://sh.rustup.rs | sh -s -- -y && rustup target add wasm32-unknown-unknown",
    "wget -qO- https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.1/install.sh | bash && . $NVM_DIR/nvm.sh && nvm install 24",
    "curl -sSL https://install.python-poetry.org | python3 - && poetry install",
    "curl https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash && helm version",
    "set -e; curl -fsSL https://deno.land/install.sh | sh; deno --version",
    "curl -fsSL https://get.example/tool.sh | sh; tool --version",
  ])("is silent on %s", (command) => {
    expect(of(command)).toEqual([]);
  });
  it.each([
    "curl https://bun.sh/install | bash",
    "curl https://bun.sh/install | bash && echo bun",
    "curl https://bun.sh/install | bash && node app.js",
    "curl https://bun.sh/install | bash && bun i || true",
    "curl https://bun.sh/install | bash && (bun i; true)",
    "bun i && curl https://bun.sh/install | bash",
    "curl https://bun.sh/list | tee /bun && bun i",
    "cat bun.sh | bash && bun i",
    "curl -fsSL https://deb.nodesource.com/setup_24.x | bash - && apt-get install -y nodejs",
    "curl https://deb.example/setup.deb.sh | bash && apt install -y deb",
    "curl https://example.com/python/setup.sh | bash && python3 a.py",
    "curl https://github.com/acme/bin/raw/main/install.sh | sh && sh -c true",
  ])("reports %s", (command) => {
    expect(of(command)).toEqual(["warning"]);
  });
});

describe("layers/copies-needless-files, of the history that a build asks for its version", () => {
  const files = ["main.go", ".git/objects/pack/a.pack"].map((path) => ({ path, bytes: 9_000_000 }) as ContextFile);
  const of = (lines: string, more: readonly ContextFile[] = []) =>
    inDockerfile(copiesNeedlessFiles, `FROM golang:1.26 AS b\n${lines}\n`, [...files, ...more]);
  const final = "\nFROM debian:13\nCOPY --from=b /a /a";
  it.each([
    "COPY . .\nRUN make build",
    "COPY . .\nRUN go build -o /a ./cmd",
    "COPY . .\nRUN CGO_ENABLED=0 go install ./...",
    "COPY . .\nRUN git describe --tags > /version",
    "COPY . .\nRUN echo $(git rev-parse HEAD) > /version",
    "COPY . .\nRUN cd src && gmake",
    "COPY . .\nRUN goreleaser build",
    "COPY . .\nRUN sh -c 'make all'",
    "COPY . .\nFROM b AS c\nRUN make",
    "COPY ./ /src/\nRUN --mount=type=cache,target=/root/.cache make",
  ])("is silent in a stage before the image: %j", (lines) => {
    expect(of(lines + final)).toEqual([]);
  });
  it.each([
    "COPY . .\nRUN cargo build",
    "COPY . .\nRUN go build -buildvcs=false ./...",
    "COPY . .\nRUN go mod download",
    "COPY . .\nRUN ./configure",
    "COPY . .\nRUN echo make",
    "RUN make deps\nCOPY . .",
    "COPY . .\nFROM golang:1.26 AS c\nRUN make",
  ])("reports a stage that asks for none: %j", (lines) => {
    expect(of(lines + final)).toEqual([expect.stringMatching(/`\.git`/)]);
  });
  it("reports the image itself, and other folders", () => {
    expect(of("COPY . .\nRUN make")).toEqual([expect.stringMatching(/`\.git`/)]);
    expect(of("COPY . .\nRUN make", [{ path: "node_modules/a/b.js", bytes: 99_000 } as ContextFile])).toEqual([
      expect.stringMatching(/`\.git`.*`node_modules`/),
    ]);
    expect(of(`COPY . .\nRUN make${final}`, [{ path: "node_modules/a/b.js", bytes: 99_000 } as ContextFile])).toEqual([
      expect.stringMatching(/takes `node_modules`/),
    ]);
  });
});

describe("non-root/last-user-root, of a stage that others are built from", () => {
  const of = (text: string) => levels(dockerfile(text), "non-root/last-user-root");
  const base = "FROM example/php:8 AS base\nUSER root\nRUN make\n";
  it.each([
    "FROM base\nUSER www-data\n",
    "FROM base AS production\nUSER root\nRUN make\nUSER www-data\n",
    "FROM base AS a\nUSER 1000\nFROM base AS b\nUSER 1001:1001\n",
    "FROM base AS a\nRUN make\nFROM a AS b\nUSER 1000\n",
  ])("is silent where each of them names a user: %j", (text) => {
    expect(of(base + text)).toEqual([]);
  });
  it.each([
    ["FROM base\nRUN make\n", ["warning"]],
    ["FROM base\nUSER root\n", ["info", "warning"]],
    ["FROM base AS a\nUSER 1000\nFROM base AS b\nRUN make\n", ["warning"]],
    ["FROM base AS a\nRUN make\nFROM debian:13\nUSER 1000\n", ["info"]],
    ["FROM debian:13\nCOPY --from=base /a /a\nUSER 1000\n", ["info"]],
    ["FROM base AS a\nUSER 1000\nFROM a\nUSER root\n", ["warning"]],
  ])("is reported elsewhere: %j", (text, expected) => {
    expect(of(base + text)).toEqual(expected);
  });
});
