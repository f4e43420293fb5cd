import { describe, expect, it } from "vitest";
import { runLines } from "../../src/formats/command-line/run-lines.ts";
import { ofRunLines } from "../../src/dialects/run-line/read.ts";
import latestImage from "../../src/rules/base-image/latest-image.ts";
import commaList from "../../src/rules/capabilities/capabilities/comma-list.ts";
import neverGranted from "../../src/rules/capabilities/capabilities/never-granted.ts";
import newPrivileges from "../../src/rules/capabilities/isolation/new-privileges.ts";
import notDropped from "../../src/rules/capabilities/capabilities/not-dropped.ts";
import sensitiveMount from "../../src/rules/capabilities/mounts/sensitive-mount.ts";
import unknown from "../../src/rules/capabilities/capabilities/unknown.ts";
import cpuShares from "../../src/rules/limits/cpu-shares.ts";
import noMemory from "../../src/rules/limits/no-memory.ts";
import noPids from "../../src/rules/limits/no-pids.ts";
import sudoDocker from "../../src/rules/non-root/sudo-docker.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { runRules } from "../../src/rules/run/run-rules.ts";
import inEnvFlag from "../../src/rules/secrets/in-env-flag.ts";
import abandonedScanner from "../../src/rules/vulnerabilities/abandoned-scanner.ts";
import scannerBlind from "../../src/rules/vulnerabilities/scanner-blind.ts";

const rules = [
  latestImage,
  commaList,
  neverGranted,
  newPrivileges,
  notDropped,
  sensitiveMount,
  unknown,
  cpuShares,
  noMemory,
  noPids,
  sudoDocker,
  inEnvFlag,
  abandonedScanner,
  scannerBlind,
] as unknown as readonly Rule[];

function run(text: string, file = "run.sh") {
  const lines = runLines(file, text);
  const facts = { runLines: lines, containers: ofRunLines(lines), today: "2026-11-24" };
  return runRules(rules, { target: file, facts });
}

function found(text: string, file?: string): string[] {
  return run(text, file)
    .findings.map(({ rule, location }) =>
      "startLine" in location ? `${location.startLine}:${location.startColumn}-${location.endColumn} ${rule}` : rule,
    )
    .sort();
}

function names(text: string): string[] {
  return [...new Set(run(text).findings.map(({ rule }) => rule))].sort();
}

/** What `fix` writes, applied until nothing changes. */
function fixedOnce(text: string): string {
  const edits = run(text)
    .fixes.filter(({ fix }) => fix.applicability === "safe")
    .flatMap(({ fix }) => fix.edits)
    .toSorted((a, b) => b.span.start - a.span.start);
  return edits.reduce((now, { span, text: put }) => now.slice(0, span.start) + put + now.slice(span.end), text);
}

describe("a document that follows the usual advice", () => {
  const document = [
    "# Running the clock in a container",
    "",
    "We scan it:",
    "```",
    "docker pull aquasec/trivy:0.18.3",
    "sudo docker run --rm -v ~/.cache:/root/.cache/ aquasec/trivy:0.18.3 example/clock:1.0",
    "```",
    "Limits to add to `run`: `--cpu-shares=8 --memory=1g`.",
    "",
    "Capabilities to drop:",
    "```",
    "--cap-drop=CHOWN,SETUID,SYS_PTRACE",
    "```",
  ];

  it.each(["\n", "\r\n"])("has its mistakes named with line and column, line end %j", (eol) => {
    expect(found(document.join(eol), "DOCKER.md")).toEqual(
      [
        "5:13-33 vulnerabilities/abandoned-scanner",
        "6:1-5 non-root/sudo-docker",
        "6:48-68 vulnerabilities/abandoned-scanner",
        "6:48-68 vulnerabilities/scanner-blind",
        "8:26-40 limits/cpu-shares",
        "12:1-35 capabilities/comma-list",
        "12:25-35 capabilities/never-granted",
      ].sort(),
    );
  });
});

describe("the fixes of capabilities", () => {
  it("agree on a comma list that names a capability never granted", () => {
    const once = fixedOnce("docker run --rm --cap-drop=CHOWN,SYS_PTRACE --cap-drop SYS_ADMIN,SYS_TIME app:1 x\n");
    expect(once).toBe("docker run --rm --cap-drop=CHOWN app:1 x\n");
    expect(fixedOnce(once)).toBe(once);
  });

  it("keep what an added capability gives a meaning", () => {
    const text = "docker run --rm --cap-add ALL --cap-drop SYS_ADMIN app:1\n";
    expect(found(text)).toEqual([]);
    expect(fixedOnce('docker run --rm "$@" --cap-drop SYS_ADMIN app:1')).toContain("SYS_ADMIN");
  });
});

describe("a line is judged by what it is", () => {
  it("a one-shot tool and a fragment are not asked for what they lack", () => {
    expect(names("docker run --rm app")).toEqual([]);
    expect(found("With docker:\n```\n-p 80:80 --restart=always\n```\n", "README.md")).toEqual([]);
  });

  it("a service is, unless a variable may hold it", () => {
    const lacking = ["capabilities/new-privileges", "capabilities/not-dropped", "limits/no-memory", "limits/no-pids"];
    expect(names("docker run -d app:1")).toEqual(lacking);
    expect(names("docker run -d $OPTS app:1")).toEqual([]);
  });

  it("Podman splits comma lists and limits pids by itself", () => {
    expect(names("podman run -d --cap-drop=CHOWN,KILL --memory 1g --security-opt=no-new-privileges app:1")).toEqual([]);
  });

  it.each([
    ["docker build -t web . && docker run -d web", false],
    ["docker pull web", true],
    ["docker pull $IMAGE", false],
    ["docker pull localhost:5000/web", true],
    [`docker pull web@sha256:${"0a".repeat(32)}`, false],
  ])("whether its image has a version: %s", (text, expected) => {
    expect(names(text).includes("base-image/latest-image")).toBe(expected);
  });

  it.each([
    ["aquasec/trivy:0.65.0 image python:3.8-slim", false],
    ["aquasec/trivy:0.65.0 image --no-progress example/app:1", true],
    ["aquasec/trivy:0.65.0 image example/app:1 --format json", true],
    ["aquasec/trivy:0.65.0 fs example/app", false],
    ["-v /var/run/docker.sock:/var/run/docker.sock aquasec/trivy:0.65.0 image example/app:1", false],
    ["anchore/syft:v1.40.0 scan dir:/src -o spdx-json", false],
    ['ghcr.io/aquasecurity/trivy:0.65.0 image "$IMAGE"', true],
    ["anchore/grype:v0.104.0 db update", false],
  ])("whether its scanner is blind: %s", (args, expected) => {
    expect(names(`docker run --rm ${args}`).includes("vulnerabilities/scanner-blind")).toBe(expected);
  });

  it.each([
    ["-v /etc/localtime:/etc/localtime", false],
    ["-v /etc/ssl/certs:/etc/ssl/certs:ro", false],
    ["-v /etc//:/x:ro", true],
    ["-v /etc/cron.d:/x", true],
    ["-v /etc/app/app.conf:/app.conf", false],
    ["-v /sys/fs/cgroup:/sys/fs/cgroup:rw", true],
    ["-v etc:/etc", false],
    ["--mount type=volume,source=/,target=/x", false],
  ])("whether its mount is sensitive: %s", (flags, expected) => {
    expect(names(`docker run --rm ${flags} app:1`).includes("capabilities/sensitive-mount")).toBe(expected);
  });

  it.each([
    ["-e TOKEN=abc123", true],
    ["--env DB_PASSWORD=hunter2", true],
    ["-e DB_PASSWORD", false],
    ["-e DB_PASSWORD=$PASS", false],
    ["-e DB_PASSWORD=<password>", false],
    ["-e DB_PASSWORD_FILE=/run/secrets/db", false],
    ["-e MYSQL_ALLOW_EMPTY_PASSWORD=1", false],
    ["-e TOKENIZERS_PARALLELISM=all", false],
  ])("whether its environment holds a secret: %s", (flags, expected) => {
    const { findings } = run(`docker run -d --rm ${flags} app:1`);
    expect(findings.some(({ rule }) => rule === "secrets/in-env-flag")).toBe(expected);
    expect(JSON.stringify(findings)).not.toMatch(/abc123|hunter2/);
  });
});
