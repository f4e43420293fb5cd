// What the examples of the rules on an image's history and configuration cannot say.
import { imageFacts } from "../../src/facts/image/image-facts.ts";
import { describe, expect, it } from "vitest";
import { emptyConfiguration, emptyImage } from "../empty-image.ts";
import type { ImageConfiguration } from "../../src/domain/image/image-info.ts";
import imageAdds from "../../src/rules/dockerfile-quality/copies/image-adds.ts";
import imageLabelForm from "../../src/rules/dockerfile-quality/labels/image-label-form.ts";
import imageShellEntrypoint from "../../src/rules/dockerfile-quality/running/image-shell-entrypoint.ts";
import imagePort from "../../src/rules/capabilities/network/image-port.ts";
import imageSystemVolume from "../../src/rules/capabilities/mounts/image-system-volume.ts";
import { exampleLayer } from "../../src/rules/shared/example-layer.ts";
import { historySteps } from "../../src/facts/history/history-steps.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { judge } from "../judge.ts";
import unsafePath from "../../src/rules/non-root/unsafe-path.ts";
import imageUpdateAlone from "../../src/rules/updates/image-update-alone.ts";
import debuggerInEnv from "../../src/rules/vulnerabilities/debugger-in-env.ts";
import imageTlsOff from "../../src/rules/vulnerabilities/image-tls-off.ts";
import loaderInEnv from "../../src/rules/vulnerabilities/loader-in-env.ts";

const imageOf = (...history: readonly string[]) => ({
  ...emptyImage,
  layers: history.map((createdBy, index) => exampleLayer(index, createdBy, 1_000)),
});

function ofHistory(rule: unknown, ...history: readonly string[]) {
  return judge([rule as Rule], { target: "image", facts: { ...imageFacts(imageOf(...history)) } }).findings;
}

function ofConfig(rule: unknown, config: Partial<ImageConfiguration>) {
  const image = { ...emptyImage, config: { ...emptyConfiguration, ...config } };
  return judge([rule as Rule], { target: "image", facts: imageFacts(image) }).findings;
}

describe("historySteps", () => {
  it.each([
    ["RUN /bin/sh -c apt-get update # buildkit", "RUN", [["apt-get", "update"]]],
    ["RUN |1 V=2 /bin/sh -c apt-get update # buildkit", "RUN", [["apt-get", "update"]]],
    [
      "/bin/sh -c apt-get update &&     apt-get -y install jq",
      "RUN",
      [
        ["apt-get", "update"],
        ["apt-get", "-y", "install", "jq"],
      ],
    ],
    ["|2 A=1 B=2 /bin/bash -o pipefail -c set -e; sudo make", "RUN", [["set", "-e"], ["make"]]],
    ["RUN /bin/sh -c echo 'a && b' > /x # buildkit", "RUN", [["echo", "a && b", ">", "/x"]]],
    [
      "RUN /bin/sh -c DEBIAN_FRONTEND=noninteractive apt-get install -y jq",
      "RUN",
      [["apt-get", "install", "-y", "jq"]],
    ],
    ["/bin/sh -c #(nop) ADD file:0b5c in / ", "ADD", []],
    ["COPY app.py /app/ # buildkit", "COPY", []],
    ["# debian.sh --arch 'amd64' out/ 'trixie'", "", []],
    ["", "", []],
  ])("%j", (createdBy, keyword, commands) => {
    const [step] = historySteps(imageOf(createdBy));
    expect([step?.keyword, step?.commands]).toEqual([keyword, commands]);
  });

  it("is left to the rules on the Dockerfile where that is known", () => {
    const layers = [exampleLayer(0, "RUN apt-get update", 1), exampleLayer(1, "RUN apt-get update", 1, { line: 2 })];
    expect(historySteps({ ...emptyImage, layers })).toEqual([]);
  });

  it("takes a line made to slow it down", () => {
    for (const text of ["'", '"a', "\\", "a=", " -o", "|1 ", "$("]) {
      expect(historySteps(imageOf(`RUN /bin/sh -c ${text.repeat(100_000)}`))).toHaveLength(1);
    }
  });
});

describe("history", () => {
  it.each([
    ["RUN /bin/sh -c apt-get update # buildkit", 1],
    ["RUN /bin/sh -c apt-get update && ./install.sh # buildkit", 0],
    ["RUN /bin/sh -c apt-get -o Acquire::Retries=3 update && apt-get -y upgrade # buildkit", 0],
    ["RUN /bin/sh -c apk update # buildkit", 1],
    ["RUN /bin/sh -c dnf -y update # buildkit", 0],
    ["RUN /bin/sh -c dnf makecache # buildkit", 1],
    ["RUN /bin/sh -c echo apt-get update # buildkit", 0],
  ])("update alone, %j: %i", (createdBy, count) => {
    expect(ofHistory(imageUpdateAlone, createdBy)).toHaveLength(count);
  });

  it("names dockle and CIS for apt only", () => {
    expect(ofHistory(imageUpdateAlone, "RUN /bin/sh -c apt-get update")[0]?.also).toHaveLength(2);
    expect(ofHistory(imageUpdateAlone, "RUN /bin/sh -c apk update")[0]?.also).toEqual([]);
  });

  it.each([
    ["/bin/sh -c #(nop) ADD dir:0b5c in /app ", 1],
    ["/bin/sh -c #(nop) ADD file:0b5c in /app/a.py ", 1],
    ["/bin/sh -c #(nop) ADD file:0b5c in / ", 0],
    ["ADD --chown=1:1 a b /app/ # buildkit", 1],
    ["ADD app.tar.gz /app/ # buildkit", 0],
    ["ADD --checksum=sha256:aa https://example.com/a /a # buildkit", 0],
    ["ADD git@example.com:a/b.git /src # buildkit", 1],
  ])("ADD behind a base image, %j: %i", (createdBy, count) => {
    expect(ofHistory(imageAdds, "FROM", createdBy)).toHaveLength(count);
  });

  it.each([
    ["RUN /bin/sh -c curl -fsSLk https://example.com/a # buildkit", 1, 0],
    ["RUN /bin/sh -c curl -k https://localhost:8443/ # buildkit", 0, 0],
    ["RUN /bin/sh -c apk add --allow-untrusted /tmp/a.apk # buildkit", 1, 1],
    ["RUN /bin/sh -c echo curl -k # buildkit", 0, 0],
  ])("checks switched off, %j", (createdBy, count, peers) => {
    const found = ofHistory(imageTlsOff, createdBy);
    expect([found.length, found.flatMap(({ also }) => also).length]).toEqual([count, peers]);
  });
});

describe("configuration", () => {
  it.each<[unknown, Partial<ImageConfiguration>, readonly string[]]>([
    [imagePort, { exposedPorts: ["22/udp", "8080/tcp", "20-25/tcp", "odd", "443/tcp"] }, ["info", "warning", "info"]],
    [
      imageSystemVolume,
      { volumes: ["/proc/", "/", "/etc/app", "/var/run/docker.sock", "/usr/share/x"] },
      ["warning", "warning", "warning"],
    ],
    [
      imageTlsOff,
      { env: ["GIT_SSL_NO_VERIFY=false", "PYTHONHTTPSVERIFY=1", "npm_config_strict_ssl=false"] },
      ["warning", "warning"],
    ],
    [
      loaderInEnv,
      { env: ["LD_PRELOAD=/usr/lib/libjemalloc.so.2", "PYTHONPATH=.", "NODE_PATH=", "CLASSPATH=/a:"] },
      ["info", "warning", "warning"],
    ],
    [
      debuggerInEnv,
      { env: ["JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005", "NODE_ENV=test"] },
      ["warning"],
    ],
    [unsafePath, { env: [] }, []],
    [unsafePath, { env: ["PATH=.:/tmp/bin:/usr/bin::/usr/bin:"] }, ["warning", "warning", "warning"]],
    [imageShellEntrypoint, { cmd: ["/bin/sh", "-c", "node server.js"] }, ["info"]],
    [imageShellEntrypoint, { cmd: ["/bin/sh", "-c", "node server.js | tee log"] }, ["warning"]],
    [imageShellEntrypoint, { entrypoint: ["/bin/sh", "-c", "node server.js"], cmd: ["--port"] }, ["warning"]],
    [imageShellEntrypoint, { entrypoint: ["/entry"], cmd: ["/bin/sh", "-c", "a; b"] }, []],
    [imageShellEntrypoint, { entrypoint: ["/bin/sh", "-c", 'set -e; exec "$@"'] }, []],
    [imageShellEntrypoint, { cmd: ["bash"] }, []],
    [imageShellEntrypoint, { entrypoint: ["/tini", "--"], cmd: ["/bin/sh", "-c", "a; b"] }, ["warning"]],
    [imageShellEntrypoint, { entrypoint: ["dumb-init", "-c", "gosu", "app"], cmd: ["sh", "-c", "a | b"] }, ["warning"]],
    [imageShellEntrypoint, { entrypoint: ["tini", "-g", "--", "sh", "-c", "a"], cmd: ["--port"] }, ["warning"]],
    [imageShellEntrypoint, { entrypoint: ["tini", "--"], cmd: ["/bin/sh", "-c", "node server.js"] }, ["info"]],
    [imageShellEntrypoint, { entrypoint: ["tini", "--"], cmd: ["sh", "-c", "a && exec b"] }, []],
    [imageShellEntrypoint, { entrypoint: ["tini", "--"], cmd: ["node", "server.js"] }, []],
    [imageShellEntrypoint, { entrypoint: ["/usr/bin/env", "A=1", "/usr/bin/nice", "sh", "-c", "a; b"] }, ["warning"]],
    [imageShellEntrypoint, { entrypoint: ["env", "-S", "sh -c 'a; b'"] }, ["warning"]],
    [imageShellEntrypoint, { entrypoint: ["tini", "--unknown"], cmd: ["sh", "-c", "a; b"] }, []],
    [imageShellEntrypoint, { entrypoint: ["/bin/sh", "-c"], cmd: ["a; b"] }, ["warning"]],
  ])("%o %j", (rule, config, severities) => {
    const found = ofConfig(rule, config);
    expect(found.map(({ severity }) => severity).sort()).toEqual([...severities].sort());
  });

  it("goes through a bounded number of launchers", () => {
    expect(ofConfig(imageShellEntrypoint, { entrypoint: Array.from({ length: 200_000 }, () => "exec") })).toEqual([]);
  });

  it.each([
    ["created", "1970-01-01T00:00:00Z", 0],
    ["created", "yesterday", 1],
    ["licenses", "MIT AND Apache-2.0", 0],
    ["version", "whatever", 0],
    ["source", "", 0],
    ["base.digest", `sha256:${"0".repeat(64)}`, 0],
    ["base.digest", "latest", 1],
    ["base.name", "docker.io/library/debian:13", 0],
    ["base.name", "Not An Image", 1],
    ["constructor", "x", 0],
  ])("label %s=%s: %i", (name, value, count) => {
    const labels = { [`org.opencontainers.image.${name}`]: value };
    expect(ofConfig(imageLabelForm, { labels })).toHaveLength(count);
  });
});
