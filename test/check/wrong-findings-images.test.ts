// More classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import floatingTag from "../../src/rules/base-image/floating-tag.ts";
import imageNoDigest from "../../src/rules/base-image/image-no-digest.ts";
import latestImage from "../../src/rules/base-image/latest-image.ts";
import noDigest from "../../src/rules/base-image/no-digest.ts";
import noHealthcheck from "../../src/rules/limits/no-healthcheck.ts";
import noLogs from "../../src/rules/limits/no-logs.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import { composeFacts } from "../compose-facts.ts";
import { inDockerfile, inPod, inScript, inService, messages } from "../rule-messages.ts";

describe("a name that no registry has", () => {
  const local = [
    "bats-jenkins",
    "bats-jenkins-plugins-cli",
    "playwright_oidc_vaultwarden_prebuilt",
    "accounts-db",
    "web",
    "web:latest",
    "my-app:latest",
    "myapp",
    "base.local",
    "localhost/web",
    "localhost/web:latest",
    "node-builder",
  ];
  const pulled = [
    "nginx",
    "node:latest",
    "docker.io/library/web",
    "library/python",
    "docker.io/web",
    "acme/web",
    "acme/web:latest",
    "ghcr.io/acme/web",
    "localhost:5000/web",
    "registry.example.com:5000/web:latest",
    "java",
    "jenkins",
    "centos:latest",
    "ubi9",
    "fedora-minimal:latest",
  ];

  it.each(local)("has no version in FROM, a service, a pod or a run line: %s", (image) => {
    expect(inDockerfile(floatingTag, `FROM ${image}\nRUN make\n`)).toEqual([]);
    expect(inDockerfile(floatingTag, `ARG B=${image}\nFROM $B AS a\nFROM debian:13\nCOPY --from=a /a /\n`)).toEqual([]);
    expect(inService(latestImage, image)).toEqual([]);
    expect(inPod(latestImage, image)).toEqual([]);
    expect(inScript(latestImage, `docker run -d ${image}\n`)).toEqual([]);
  });
  it.each(pulled)("is another one than %s", (image) => {
    expect(inDockerfile(floatingTag, `FROM ${image}\nRUN make\n`)).toHaveLength(1);
    expect(inService(latestImage, image)).toHaveLength(1);
    expect(inPod(latestImage, image)).toHaveLength(1);
    expect(inScript(latestImage, `docker run -d ${image}\n`)).toHaveLength(1);
  });
  it("is not what a line pulls", () => {
    expect(inScript(latestImage, "docker pull web\n")).toHaveLength(1);
  });
  it.each(["web:1.0", "localhost/web:1"])("has no digest: %s", (image) => {
    expect(inDockerfile(noDigest, `FROM ${image}\n`)).toEqual([]);
    expect(inService(imageNoDigest, image)).toEqual([]);
  });
  it.each(["nginx:1.29", "acme/web:1.0"])("has one: %s", (image) => {
    expect(inDockerfile(noDigest, `FROM ${image}\n`)).toHaveLength(1);
    expect(inService(imageNoDigest, image)).toHaveLength(1);
  });
  it.each([...local, "web:1.0", "bats-jenkins:alpine"])("does not tell its user: %s", (image) => {
    expect(inDockerfile(noUser, `FROM ${image}\nRUN make\n`)).toEqual([]);
    expect(inDockerfile(noUser, `FROM ${image} AS a\nRUN make\nFROM a\nENV A=1\n`)).toEqual([]);
  });
  it.each(["debian:13", "python", "acme/web", "acme/web:1", "registry.example.com/web:1", "centos", "ubi9"])(
    "is asked for the user of %s",
    (image) => {
      expect(inDockerfile(noUser, `FROM ${image}\nRUN make\n`)).toHaveLength(1);
      expect(inDockerfile(noUser, `FROM web AS a\nFROM ${image}\nCOPY --from=a /a /\n`)).toHaveLength(1);
    },
  );
});

describe("limits/no-healthcheck", () => {
  const stages = (args: string, ...from: readonly string[]): string =>
    [args, "FROM debian:13 AS base\nEXPOSE 80", ...from.map((line) => `FROM ${line}`), "HEALTHCHECK CMD /probe\n"].join(
      "\n",
    );
  it.each([
    stages("ARG S=remote", "base AS remote-install", "base AS local-install", "${S}-install AS final"),
    stages("ARG S=remote", "base AS remote-install", "base AS local-install", "$S-install"),
    stages("ARG S", "base AS remote-install", "base AS local-install", "${S}-install"),
    stages("ARG S=remote", "base AS install-remote", "base AS install-local", "install-${S}"),
    stages("ARG S=remote", "base AS a-remote-z", "base AS a-local-z", "a-${S}-z"),
    stages("ARG S=remote", "base AS remote-install", "base AS local-install", "${S:-local}-install"),
    stages("ARG S=remote", "base AS remote", "base AS local", "${S}"),
    stages("ARG S=remote", "base AS remote", "base AS local", "$S AS last"),
    stages("ARG A=x\nARG B=y", "base AS x-y", "base AS x-z", "${A}-${B}"),
    stages("ARG S=remote", "base AS remote-a", "base AS local-a", "${S}-a AS b", "b"),
    stages("ARG S=remote", "base AS remote-a", "base AS Local-a", "${S}-a"),
  ])("asks no stage that a variable of FROM may choose: %j", (text) => {
    expect(inDockerfile(noHealthcheck, text)).toEqual([]);
  });
  it.each([
    stages("", "base AS web", "base"),
    stages("ARG S=remote", "base AS remote-install", "base AS web", "${S}-install"),
    stages("ARG S=debian:13", "base AS web", "${S}"),
    stages("ARG S", "base AS web", "${S}"),
    stages("ARG S=13", "base AS web", "debian:${S}"),
    stages("ARG S=r.example.com", "base AS web", "$S/web"),
    stages("ARG S=remote", "base AS remote-install", "${S}-install AS a", "base AS later-install", "a"),
  ])("asks the others: %j", (text) => {
    expect(inDockerfile(noHealthcheck, text)).toHaveLength(1);
  });
});

describe("limits/no-logs", () => {
  it.each([
    "docker run -v $D:/etc/openvpn --log-driver=none --rm a/openvpn:1 ovpn_getclient USER > USER.ovpn",
    "docker run --rm --log-driver none a/b:1 key >> keys.txt",
    "docker run --rm --log-driver none a/b:1 key 1> key.pem",
    "docker run --rm --log-driver none a/b:1 key >| key.pem",
    "docker run --rm --log-driver none a/b:1 dump | gzip > dump.gz",
    "docker run --rm --log-driver none a/b:1 key | tee key.pem",
    "docker run --rm --log-driver none a/b:1 key |& tee key.pem",
    "docker run --rm --log-driver none a/b:1 \\\n  key \\\n  > key.pem",
    "KEY=$(docker run --rm --log-driver none a/b:1 key)",
    'KEY="$(docker run --rm --log-driver none a/b:1 key)" ./deploy',
    "KEY=`docker run --rm --log-driver none a/b:1 key`",
    "docker run --rm --log-driver none a/b:1 key 2>&1 > key.pem",
    "docker run --rm --log-driver none a/b:1 key &> key.pem",
    "podman run --rm --log-driver none a/b:1 key > key.pem",
    "tar x < <(docker run --rm --log-driver none a/b:1 tar c /a)",
    "ssh host 'docker run --rm --log-driver none a/b:1 key' > key.pem",
    "docker run --rm --log-driver none a/b:1 key 2> errors.txt > key.pem",
    "cd /a && docker run --rm --log-driver none a/b:1 key > key.pem && chmod 600 key.pem",
  ])("is silent where the output goes elsewhere: %j", (line) => {
    expect(inScript(noLogs, `${line}\n`)).toEqual([]);
  });
  it.each([
    "docker run --rm --log-driver none a/b:1",
    "docker run -d --log-driver none a/b:1 > id",
    "ID=$(docker run -d --log-driver none a/b:1)",
    "docker run --detach --log-driver none a/b:1 | tee id",
    "docker run --rm --log-driver none a/b:1 2> errors.txt",
    "docker run --rm --log-driver none a/b:1 > /dev/null",
    "docker run --rm --log-driver none a/b:1 >/dev/null 2>&1",
    "docker run --rm --log-driver none a/b:1 2>&1",
    "docker run --rm --log-driver none a/b:1 < input",
    "docker run --rm --log-driver none a/b:1 || echo failed",
    "docker run --rm --log-driver none a/b:1 && echo done > log",
    "docker run --rm --log-driver none a/b:1; date > log",
    "docker run --rm --log-driver none a/b:1\necho $(date) > log",
    "echo a | docker run -i --rm --log-driver none a/b:1",
    "`docker run --rm --log-driver none a/b:1` prints a key\n\n```sh\nls > a\n```",
    "docker create --log-driver none a/b:1 > id",
    "docker run --rm --log-driver none a/b:1 # > file",
  ])("reports %j", (line) => {
    expect(inScript(noLogs, `${line}\n`)).toHaveLength(1);
  });
  it("reports a service", () => {
    const text = "services:\n  a:\n    image: a/b:1\n    logging: { driver: none }\n";
    expect(messages(noLogs, composeFacts(text))).toHaveLength(1);
  });
});
