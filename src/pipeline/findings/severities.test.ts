import { describe, expect, it } from "vitest";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { emptyConfig } from "../../domain/settings/config.ts";
import { compose, dockerfile, document, levels, of, withImage, day } from "../../../test/check/checked-text.ts";
import { checkDockerfile, checkDocument } from "../judge/check-text.ts";

describe("engine socket and privileged", () => {
  const socket = "volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']";
  it.each([
    ["traefik:v3.6", socket, "capabilities/docker-socket"],
    ["docker.io/library/traefik", socket, "capabilities/docker-socket"],
    ["traefik:${TRAEFIK_VERSION:-v3.6}", socket, "capabilities/docker-socket"],
    ["portainer/portainer-ce:2.33.5", socket, "capabilities/docker-socket"],
    ["grafana/alloy:v1.13.1", socket, "capabilities/docker-socket"],
    ["portainerci/portainer:develop", socket, "capabilities/docker-socket"],
    ["containrrr/watchtower", socket, "capabilities/docker-socket"],
    ["gcr.io/cadvisor/cadvisor:v0.52.1", "volumes: ['/var/run:/var/run:ro']", "capabilities/docker-socket"],
    ["gcr.io/cadvisor/cadvisor:v0.52.1", "privileged: true", "capabilities/privileged"],
    ["tecnativa/docker-socket-proxy:0.3.0", "privileged: true", "capabilities/privileged"],
    ["docker:29.1-dind", "privileged: true", "capabilities/privileged"],
    ...[
      "",
      ":latest",
      ":dind",
      ":29",
      ":23.0",
      ":29.1.3",
      ":29-alpine3.23",
      ":29-rc",
      ":dind-rootless",
      ":${DOCKER}",
    ].map((tag) => [`docker${tag}`, "privileged: true", "capabilities/privileged"]),
    ["docker.io/library/docker", "privileged: true", "capabilities/privileged"],
    ["moby/buildkit:v0.26.2", "privileged: true", "capabilities/privileged"],
    ["ghcr.io/home-assistant/home-assistant:2026.11", "privileged: true", "capabilities/privileged"],
  ])("are a warning where the documentation of %s requires them: %s", (image, lines, rule) => {
    const [found] = of(withImage(image, lines), rule);
    expect([found?.severity, found?.message]).toEqual(["warning", expect.stringMatching(/documentation of the image/)]);
  });

  it("are a warning for the image of a Docker extension, which gets the socket", () => {
    expect(levels(withImage("${DESKTOP_PLUGIN_IMAGE}", socket), "capabilities/docker-socket")).toEqual(["warning"]);
  });

  it.each([
    ["command: dockerd", "warning"],
    ["command: [dockerd, --tls=false]", "warning"],
    ["command: sh -c 'dockerd & sleep 9 && ./test.sh'", "warning"],
    ["command: [sh, -c, 'service docker start; kind create cluster']", "warning"],
    ["command: /etc/init.d/docker start", "warning"],
    ["command: bash -c 'systemctl start docker && a'", "warning"],
    ["entrypoint: /usr/local/bin/dockerd-entrypoint.sh", "warning"],
    ["entrypoint: [sh, -c]\n    command: 'rc-service docker start'", "warning"],
    ["command: docker ps", "error"],
    ["command: cat /etc/dockerd.json", "error"],
    ["command: my-dockerd", "error"],
    ["command: service docker stop", "error"],
    ["command: service docker-proxy start", "error"],
    ["environment: [A=dockerd]", "error"],
  ])("privileged of a container that starts an engine: %s is %s", (lines, severity) => {
    expect(levels(withImage("example/a:1", `privileged: true\n    ${lines}`), "capabilities/privileged")).toEqual([
      severity,
    ]);
  });

  it.each([
    ["nginx:1.29", socket, "capabilities/docker-socket"],
    ["example/traefik:v3", socket, "capabilities/docker-socket"],
    ["registry.example/traefik:v3", socket, "capabilities/docker-socket"],
    ["traefik:v3.6", "privileged: true", "capabilities/privileged"],
    ["prom/node-exporter:v1.10.2", "privileged: true", "capabilities/privileged"],
    ["portainer/portainer-ce", "privileged: true", "capabilities/privileged"],
    ...[":29.1-cli", ":cli", ":git", ":20.10", ":19.03.15", ":29-windowsservercore", ":22"].map((tag) => [
      `docker${tag}`,
      "privileged: true",
      "capabilities/privileged",
    ]),
    ["example/docker", "privileged: true", "capabilities/privileged"],
    ["docker:29.1-dind", socket, "capabilities/docker-socket"],
    ["${IMAGE}", socket, "capabilities/docker-socket"],
    ["${DESKTOP_PLUGIN_IMAGES}", socket, "capabilities/docker-socket"],
    ["${DESKTOP_PLUGIN_IMAGE}", "privileged: true", "capabilities/privileged"],
    ["grafana/alloy", "privileged: true", "capabilities/privileged"],
    ["moby/buildkit:v0.26.2", "cap_add: [SYS_ADMIN]", "capabilities/dangerous-capability"],
  ])("are an error for %s with %s", (image, lines, rule) => {
    expect(levels(withImage(image, lines), rule)).toEqual(["error"]);
  });

  it.each([
    [socket, "capabilities/docker-socket"],
    ["privileged: true", "capabilities/privileged"],
  ])("are a warning where another file names the image: %s", (line, rule) => {
    const [found] = of(compose(`services:\n  proxy:\n    ${line}\n`), rule);
    expect([found?.severity, found?.message]).toEqual([
      "warning",
      expect.stringMatching(/another file names the image/),
    ]);
  });

  it("are an error where a service is built", () => {
    expect(
      levels(compose(`services:\n  traefik:\n    build: .\n    ${socket}\n`), "capabilities/docker-socket"),
    ).toEqual(["error"]);
  });
});

describe("a base", () => {
  it.each([
    ["python:3.8-slim", "error"],
    ["python:3.9-slim", "error"],
    ["python:3.10-slim", "warning"],
    ["node:18", "error"],
    ["node:20", "warning"],
    ["debian:bullseye-slim", "warning"],
    ["debian:buster", "error"],
    ["ubuntu:20.04", "error"],
    ["ubuntu:25.10", "warning"],
    ["alpine:3.21", "warning"],
    ["ruby:3.2", "warning"],
    ["centos:7", "error"],
    ["mcr.microsoft.com/dotnet/sdk:6.0-jammy", "error"],
    ["mcr.microsoft.com/dotnet/sdk:8.0-jammy", "warning"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-focal", "error"],
    ["mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.20", "warning"],
    ["python:3.10-slim-buster", "error"],
    ["python:3.14-alpine3.16", "error"],
  ])("%s has severity %s on 2026-12-01", (image, severity) => {
    expect(levels(dockerfile(`FROM ${image}\n`), "base-image/end-of-life")).toEqual([severity]);
  });

  it("becomes an error a year and a day after its end of life", () => {
    const at = (today: string) =>
      levels(checkDockerfile("Dockerfile", "FROM node:18\n", emptyConfig, { ...day, today }), "base-image/end-of-life");
    expect([at("2025-04-30"), at("2025-05-01"), at("2026-04-30"), at("2026-05-01")]).toEqual([
      [],
      ["warning"],
      ["warning"],
      ["error"],
    ]);
  });
});

describe("root, namespaces, disabled checks", () => {
  it.each<[string, TargetResult]>([
    ["non-root/no-user", dockerfile('FROM debian:13\nCMD ["a"]\n')],
    ["non-root/last-user-root", dockerfile('FROM debian:13\nUSER root\nCMD ["a"]\n')],
    ["non-root/root-user-flag", withImage("a:1", "user: root")],
    ["capabilities/host-namespace", withImage("a:1", "network_mode: host")],
    ["capabilities/host-namespace", withImage("a:1", "pid: host")],
    ["capabilities/host-namespace", withImage("a:1", "ipc: host")],
    ["capabilities/seccomp-off", withImage("a:1", "security_opt: ['seccomp:unconfined']")],
    ["capabilities/apparmor-off", withImage("a:1", "security_opt: ['apparmor:unconfined']")],
    ["limits/oom-kill-disable", withImage("a:1", "oom_kill_disable: true")],
    ["vulnerabilities/tls-off", dockerfile("FROM debian:13\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n")],
    ["build/env-uses-itself", dockerfile("FROM debian:13\nENV A=1 B=$A\n")],
  ])("%s is a warning", (rule, checked) => expect(levels(checked, rule)).toEqual(["warning"]));
});

describe("Markdown", () => {
  const privileged = "docker run --rm --privileged example/disks:3.1";
  it.each([
    ["README.md", `\`\`\`sh\n${privileged}\n\`\`\`\n`, ["warning"]],
    ["docs/a.markdown", `    ${privileged}\n`, ["warning"]],
    ["INSTALL", `\`\`\`\n${privileged}\n\`\`\`\n`, ["warning"]],
    ["run.sh", `${privileged}\n`, ["error"]],
    [".gitlab-ci.yml", `a:\n  script:\n    - ${privileged}\n`, ["warning"]],
    ["build.yml", `jobs:\n  a:\n    steps:\n      - run: ${privileged}\n`, ["error"]],
    ["Makefile", `a:\n\t${privileged}\n`, ["error"]],
    ["a.service", `[Service]\nExecStart=/usr/bin/${privileged}\n`, ["error"]],
  ])("is one level lower, and %s is not", (file, text, expected) =>
    expect(levels(document(file, text), "capabilities/privileged")).toEqual(expected),
  );

  it.each([
    ["test/run.sh", ["warning"]],
    ["a/tests/run.sh", ["warning"]],
    ["testing/compose/run.sh", ["warning"]],
    ["integration-tests/run.sh", ["warning"]],
    ["e2e/run.sh", ["warning"]],
    ["src/__tests__/run.sh", ["warning"]],
    ["contest/run.sh", ["error"]],
    ["test.sh", ["error"]],
    ["latest/run.sh", ["error"]],
    ["tests.d/run.sh", ["error"]],
    ["examples/run.sh", ["error"]],
  ])("is as low as in tests: %s", (file, expected) =>
    expect(levels(document(file, `${privileged}\n`), "capabilities/privileged")).toEqual(expected),
  );

  it("keeps a real secret an error, and lowers a default", () => {
    const text = (value: string): string => `\`\`\`\ndocker run --rm -e DB_PASSWORD=${value} example/web:1\n\`\`\`\n`;
    const at = (value: string) => levels(document("README.md", text(value)), "secrets/in-env-flag");
    expect([at("x7Kq2mZ9vT"), at("changeme"), at("<your-password>")]).toEqual([["error"], ["info"], []]);
  });

  it("keeps the severity in hullproof.yaml", () => {
    const rule = { id: "limits/ours", severity: "error", message: "No limit", limits: ["memory"] } as const;
    const config = { ...emptyConfig, policy: { rules: [rule] } };
    const run = checkDocument("README.md", "```\ndocker run -d example/web:1\n```\n", config, day);
    expect(levels(run, "limits/ours")).toEqual(["error"]);
  });
});

describe("rules that are off by default", () => {
  const user = "FROM debian:13\nUSER root\nRUN a\nUSER 1000\n";
  const variable = "FROM example/base:1\nCOPY $SRC /app\n";
  const runs = "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y jq\n";
  it.each([
    ["non-root/named-user", user],
    ["build/undefined-variable", variable],
    ["layers/consecutive-runs", runs],
  ] as const)("skip %s with that reason, and run it with --all or a severity", (rule, text) => {
    const silent = dockerfile(text);
    expect(of(silent, rule)).toEqual([]);
    expect(silent.run.results.filter((one) => one.rule === rule)).toEqual([
      {
        rule,
        target: "Dockerfile",
        verdict: "skipped",
        reason: expect.stringMatching(/^on request: .* ask with --all/),
      },
    ]);
    expect(of(dockerfile(text, emptyConfig, { allRules: true }), rule)).not.toEqual([]);
    expect(levels(dockerfile(text, { ...emptyConfig, rules: { [rule]: "error" } }), rule)).toContain("error");
  });

  it("report some cases anyway, next to the skip reason", () => {
    const text = "FROM example/base:1\nCOPY $SRC /app\nFROM alpine:3.23\nCOPY $OTHER /app\n";
    const rule = "build/undefined-variable";
    const { run } = dockerfile(text);
    expect(of({ ...dockerfile(text), run }, rule)).toHaveLength(1);
    expect(run.results.filter((one) => one.rule === rule).map(({ verdict }) => verdict)).toEqual(["skipped", "found"]);
  });

  it("keep a comment that suppresses such a case", () => {
    const text =
      "FROM example/base:1\n# hullproof ignore build/undefined-variable: the base sets it\nCOPY $SRC /app\nFROM alpine:3.23\nCOPY $OTHER /app\n";
    expect(of(dockerfile(text), "build/unused-ignore")).toEqual([]);
  });
});
