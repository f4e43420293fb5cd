// Classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/rules/needs.ts";
import type { Observation } from "../../src/rules/observation.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import shellcheck from "../../src/rules/dockerfile-quality/commands/shellcheck.ts";
import relativeCopy from "../../src/rules/dockerfile-quality/copies/relative-copy.ts";
import copiesNeedlessFiles from "../../src/rules/layers/copies-needless-files.ts";
import devDependencies from "../../src/rules/cleanup/dev-dependencies.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import { runRules } from "../../src/rules/run/run-rules.ts";

type DockerfileRule = { check(facts: Facts): Iterable<Observation> };

function messages(rule: DockerfileRule, text: string, file = "Dockerfile"): readonly string[] {
  const facts = textFacts(dockerfileFact(parseDockerfile(file, text)), { today: "2026-11-24" });
  return [...rule.check(facts as Facts)].map(({ message }) => message);
}

const run = (line: string): string => `FROM debian:trixie-slim\nRUN ${line}\n`;

describe("build/relative-copy", () => {
  it("knows where an image of nothing begins", () => {
    expect(messages(relativeCopy, "FROM scratch\nCOPY a b\n")).toEqual([]);
    expect(messages(relativeCopy, "FROM debian:13\nCOPY a b\n")).toHaveLength(1);
  });
});

describe("non-root/no-user, of images that set a user", () => {
  it.each([
    "jenkins/jenkins:lts",
    "docker.io/jenkins/jenkins",
    "grafana/grafana:11.2.0",
    "prom/prometheus:v2.53.0",
    "apache/airflow:2.10.0",
    "memcached:1.6-alpine",
    "docker.io/library/memcached",
    "haproxy:3.0",
    "haproxy:2.4-alpine",
    "haproxy",
    "solr:9",
    "kibana:8.15.0",
    "docker.elastic.co/elasticsearch/elasticsearch:8.15.0",
    "elasticsearch:9.0.0",
    "sonarqube:10-community",
    "sonarqube:community",
    "quay.io/keycloak/keycloak:26.0",
    "quay.io/jupyter/base-notebook:latest",
    "jupyter/scipy-notebook",
    "selenium/standalone-chrome:4.25",
    "cimg/node:22.1",
    "registry.access.redhat.com/ubi9/nodejs-22:latest",
    "mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled",
    "adminer:4",
    "varnish:7.6",
  ])("does not take %s for root", (image) => {
    expect(messages(noUser, `FROM ${image}\n`)).toEqual([]);
  });
  it.each([
    "haproxy:2.3",
    "kibana:5",
    "logstash:5-alpine",
    "fluentd:v1.3",
    "haproxy:1.8-alpine",
    "elasticsearch:7.17.0",
    "sonarqube:9.9-community",
    "fluentd:v0.12",
    "nginx:1.27",
    "example/jenkins",
    "ghcr.io/jenkins/jenkins",
    "registry.access.redhat.com/ubi9/ubi-minimal",
    "mcr.microsoft.com/dotnet/aspnet:8.0",
    "node:24-slim",
    "grafana/agent",
    "memcached/other",
  ])("still does so with %s", (image) => {
    expect(messages(noUser, `FROM ${image}\n`)).toHaveLength(1);
  });
  it("reports a USER of root on top", () => {
    expect(messages(noUser, "FROM jenkins/jenkins AS a\nFROM node:24-slim\n")).toHaveLength(1);
  });
});

describe("cleanup/dev-dependencies, of test images", () => {
  const text = (image: string, last: string, name = ""): string =>
    `FROM ${image}${name}\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n${last}\n`;
  const server = 'CMD ["node", "server.js"]';
  it.each([
    ["Dockerfile.test", text("node:24-slim", server)],
    ["test/Dockerfile", text("node:24-slim", server)],
    ["e2e/Dockerfile", text("node:24-slim", server)],
    [".devcontainer/Dockerfile", text("node:24-slim", server)],
    ["compose/local/node/Dockerfile", text("node:24-slim", server)],
    ["Dockerfile-dev", text("node:24-slim", server)],
    ["ci/lint.Dockerfile", text("node:24-slim", server)],
    ["Dockerfile", text("node:24-slim", server, " AS test")],
    ["Dockerfile", text("node:24-slim", server, " AS app-dev")],
    ["Dockerfile", text("cypress/included:13.15.0", server)],
    ["Dockerfile", text("mcr.microsoft.com/playwright:v1.48.0-noble", server)],
    ["Dockerfile", text("node:24-slim", 'CMD ["jest"]')],
    ["Dockerfile", text("node:24-slim", 'ENTRYPOINT ["./bin/nodemon", "server.js"]')],
    ["Dockerfile", text("node:24-slim", "CMD vitest run")],
    ["Dockerfile", text("node:24-slim", 'CMD ["sh", "-c", "eslint ."]')],
  ])("keeps them in %s: %j", (file, content) => {
    expect(messages(devDependencies, content, file)).toEqual([]);
  });
  it.each([
    ["Dockerfile", text("node:24-slim", server)],
    ["contest/Dockerfile", text("node:24-slim", server)],
    ["Dockerfile.latest", text("node:24-slim", server)],
    ["Dockerfile", text("node:24-slim", server, " AS attestation")],
    ["device/Dockerfile", text("node:24-slim", server)],
    ["Dockerfile", text("node:24-slim", 'CMD ["node", "jest-report.js"]')],
  ])("reports them in %s: %j", (file, content) => {
    expect(messages(devDependencies, content, file)).toHaveLength(1);
  });
});

describe("build/shellcheck, SC2016 where quotes are meant", () => {
  function found(line: string): number {
    const text = run(line);
    const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), { today: "2026-11-24" });
    const start = text.indexOf("'$") === -1 ? text.indexOf("'") : text.indexOf("'$");
    const comment = {
      code: "SC2016",
      level: "info",
      message: "Expressions don't expand",
      span: { start, end: start + 3 },
    };
    return runRules([shellcheck], { target: "t", facts: { ...facts, shellcheck: [comment] } } as never).findings.length;
  }
  it.each([
    "sh -c 'echo $HOME'",
    "envsubst '$A $B' < x > y",
    "awk '$1 == 2' x",
    "sed -i '$a foo' x",
    "perl -pe '$x' a",
    "jq '$ENV.A' f",
    "trap 'rm $f' EXIT",
    "printf '$x' > /usr/bin/x",
    "echo '$PATH' >> /root/.bashrc",
    "echo '$x' | tee /etc/profile",
    "su -c 'echo $HOME' app",
    "find . -exec sh -c 'rm $1' _ {} \\;",
    "xargs -I{} sh -c 'a $1'",
    "gosu app sh -c 'a $1'",
    "php -r '$x = 1;'",
    "psql -c '$1'",
    "node -e '$x'",
  ])("is silent on %s", (line) => {
    expect(found(line)).toBe(0);
  });
  it.each([
    "echo '$HOME'",
    "cp '$A' /x",
    "mkdir '$DIR'",
    "curl -o x '$URL'",
    "export A='$B'",
    "cd '$D' && sed s/a/b/ x",
    "tar xf '$F'",
  ])("reports %s", (line) => {
    expect(found(line)).toBe(1);
  });
});

describe("layers/copies-needless-files", () => {
  const dockerfile = dockerfileFact(parseDockerfile("Dockerfile", "FROM debian:13\nCOPY . /app\n"));
  const instruction = dockerfile.instructions.find(({ keyword }) => keyword === "COPY");
  const found = (...files: readonly (readonly [path: string, bytes: number])[]): number => {
    const taken = [{ instruction, span: instruction?.span, files: files.map(([path, bytes]) => ({ path, bytes })) }];
    return [...copiesNeedlessFiles.check({ dockerfile, buildContext: { taken } } as unknown as Facts)].length;
  };
  it("is silent on 0.0 MB", () => {
    expect(found()).toBe(0);
    expect(found([".git/HEAD", 23])).toBe(0);
    expect(found(["node_modules/a/index.js", 49_999])).toBe(0);
    expect(found([".venv/a", 20_000], [".git/b", 20_000])).toBe(0);
    expect(found(["app.js", 9_000_000], [".idea/a", 10])).toBe(0);
  });
  it("reports what has a size", () => {
    expect(found([".git/HEAD", 50_000])).toBe(1);
    expect(found([".venv/a", 30_000], [".git/b", 30_000])).toBe(1);
    expect(found(["node_modules/a/index.js", 12_000_000])).toBe(1);
  });
});
