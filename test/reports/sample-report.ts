import type { HardenResult, Report, Snapshot } from "../../src/domain/report/report.ts";
import { emitCompose } from "../../src/dialects/compose/emit/compose.ts";
import { emitDockerRun } from "../../src/dialects/run-line/emit/docker-run.ts";
import { sampleProfile } from "../emit/sample-profile.ts";
import { sampleFindings, sampleRules } from "./sample-findings.ts";
import { sampleImage, sampleUpdates } from "./sample-image.ts";
import { sampleProofs, sampleTrials, sampleVerify, sampleWitnesses } from "./sample-trials.ts";

const before: Snapshot = {
  image: "sample/app:original",
  digest: sampleImage.digest,
  sizeBytes: 167_772_160,
  layers: 7,
  wastedBytes: 10_485_760,
  packages: 105,
  setuidFiles: 2,
  pendingUpdates: 3,
  pendingCves: 3,
  base: { name: "python:3.8-slim", pendingUpdates: 36, pendingCves: 133 },
  user: "1000:1000",
  capabilities: 14,
  readOnlyRootfs: false,
  writablePaths: "all",
  noNewPrivileges: false,
};

const after: Snapshot = {
  ...before,
  image: "sample/app:hardened",
  digest: sampleProfile.image.digest,
  sizeBytes: 118_489_088,
  layers: 4,
  wastedBytes: 0,
  packages: 98,
  pendingUpdates: 0,
  pendingCves: 0,
  base: { name: "python:3.13-slim", pendingUpdates: 2, pendingCves: 4 },
  user: "10001:10001",
  capabilities: 2,
  readOnlyRootfs: true,
  writablePaths: ["/tmp", "/var/lib/app"],
  noNewPrivileges: true,
  memoryBytes: sampleProfile.memoryBytes,
  cpus: 0.5,
  pids: 16,
};

const diff = `--- app/Dockerfile
+++ app/Dockerfile
@@ -1,12 +1,9 @@
-FROM python:3.8-slim
+FROM python:3.13-slim
 # The time zone data comes with the image.
-RUN apt-get update
-RUN apt-get -y upgrade
-RUN apt-get -y autoremove
-RUN apt-get -y autoclean
+RUN apt-get update && apt-get -y upgrade && rm -rf /var/lib/apt/lists/*
 RUN useradd --uid 10001 app
 USER 10001:10001
 WORKDIR /app
 COPY app.py /app/app.py
 EXPOSE 8080
 CMD ["python", "app.py"]
`;

const harden: HardenResult = {
  original: "app/Dockerfile",
  dockerfile: "app/.hullproof/Dockerfile",
  diff,
  fixes: [
    {
      rule: "base-image/end-of-life",
      title: "Move to python:3.13-slim",
      applicability: "proven",
      line: 1,
      outcome: "applied",
      reason: "both versions were built, run and compared",
    },
    {
      rule: "cleanup/cleans-nothing",
      title: "Remove the lists in the layer that wrote them",
      applicability: "safe",
      line: 3,
      outcome: "applied",
      reason: "safe by construction",
    },
    {
      rule: "layers/many-layers",
      title: "Join neighbouring RUN instructions",
      applicability: "proven",
      line: 7,
      outcome: "dropped",
      reason: "the build failed: useradd: UID 10001 is not unique",
    },
    {
      rule: "limits/cpu-shares",
      title: "Use --cpus",
      applicability: "suggested",
      line: 58,
      outcome: "not-tried",
      reason: "suggested fixes are applied only when asked for",
    },
  ],
  mirrors: [
    {
      image: "python:3.8-slim",
      mirror: "hullproof-stand-in/python-bullseye",
      reason: "hullproof.yaml maps it: the official image could not be pulled",
    },
  ],
  builds: [
    { name: "original", seconds: 21.4, digest: before.digest },
    { name: "original, again", seconds: 19.8, digest: `sha256:${"a2".repeat(32)}` },
    { name: "hardened", seconds: 24.1, digest: after.digest },
  ],
  noise: ["/var/log/apt/history.log", "/var/log/dpkg.log"],
  undeclared: [],
  before,
  after,
  learned: {
    profile: sampleProfile,
    trials: sampleTrials,
    witnesses: sampleWitnesses,
    proofs: sampleProofs,
    suggestions: [],
    observed: {
      method: "trials",
      reason: "a sample",
      capabilities: [],
      writes: [],
      files: { method: "none", opened: [], executed: [], complete: false, reason: "a sample" },
      syscalls: { method: "none", names: [], complete: false, reason: "a sample" },
      sockets: { method: "none", listening: [], families: [], reason: "a sample" },
    },
  },
  verify: sampleVerify,
  emitted: {
    dockerRun: emitDockerRun(sampleProfile, { witnesses: sampleWitnesses }),
    compose: emitCompose(sampleProfile, { witnesses: sampleWitnesses }),
  },
  notChecked: ["CVEs of zlib1g: its changelog could not be read", "The image on arm64: only amd64 was built"],
};

const { learned: _learned, before: _before, after: _after, ...hardenPart } = harden;

/** What `check` reports. Made up by hand for the tests of the report formats: a sample, not a measurement. */
export const checkReport: Report = {
  schemaVersion: 1,
  tool: { name: "hullproof", version: "0.0.0-sample" },
  targets: [
    { id: "app/Dockerfile", kind: "dockerfile", name: "app/Dockerfile" },
    { id: "app/DOCKER.md", kind: "document", name: "app/DOCKER.md" },
    { id: "sample/app:original", kind: "image", name: "sample/app:original", digest: before.digest },
  ],
  rules: sampleRules,
  findings: sampleFindings,
};

/** What `harden` reports: everything a report can hold. */
export const hardenReport: Report = {
  ...checkReport,
  image: { ...sampleImage, updates: sampleUpdates },
  vulnerabilities: [
    {
      id: "CVE-2024-0727",
      aliases: [],
      purl: "pkg:deb/debian/openssl@1.1.1n-0%2Bdeb11u5",
      name: "openssl",
      installed: "1.1.1n-0+deb11u5",
      fixedIn: "1.1.1w-0+deb11u2",
      status: "fixed",
      severity: "unknown",
      severitySource: "the changelog names none",
      sources: ["changelog"],
      layer: 0,
      path: "/var/lib/dpkg/status",
      evidence: "changelog of openssl 1.1.1w-0+deb11u2",
    },
  ],
  proof: {
    trials: sampleTrials,
    profile: sampleProfile,
    witnesses: sampleWitnesses,
    proofs: sampleProofs,
    coverage: {
      oracle: "start, GET /, GET /health, stop, restart",
      strength: "answers",
      endpoints: [
        { what: "GET / on port 8080: 200", times: 2 },
        { what: "GET /health on port 8080: 200", times: 2 },
      ],
      shares: [{ of: "programs", touched: 3, present: 214, untouched: ["/usr/bin/apt", "/usr/bin/<b>"] }],
      syscalls: 53,
      doubts: ["Files may be missing among those that were opened (a sample)."],
    },
    before,
    after,
  },
  harden: hardenPart,
};

/** Nothing was looked at: no format may call this clean. */
export const emptyReport: Report = { ...checkReport, targets: [], rules: [], findings: [] };
