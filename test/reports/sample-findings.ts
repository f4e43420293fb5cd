import type { Finding, RuleResult } from "../../src/domain/finding/finding.ts";

const dockerfile = "app/Dockerfile";
const document = "app/DOCKER.md";
const line = (file: string, startLine: number, startColumn: number, endColumn: number) => ({
  file,
  startLine,
  startColumn,
  endLine: startLine,
  endColumn,
});

/** Made up by hand for the tests of the report formats: a sample, not a measurement. */
export const sampleFindings: readonly Finding[] = [
  {
    rule: "base-image/end-of-life",
    practice: "base-image",
    severity: "error",
    message: "python:3.8-slim is past its end of life: no security fixes since 2024-10-07",
    target: dockerfile,
    location: line(dockerfile, 1, 6, 21),
    also: ["trivy/AVD-EOL"],
    evidence: [
      { kind: "source", location: line(dockerfile, 1, 1, 21), text: "FROM python:3.8-slim" },
      {
        kind: "reference",
        statement: "Python 3.8 reached its end of life on 2024-10-07",
        source: "https://peps.python.org/pep-0569/",
      },
    ],
    fix: { title: "Move to python:3.13-slim", applicability: "proven" },
  },
  {
    rule: "updates/pending-security",
    practice: "updates",
    severity: "error",
    message: "3 packages have a newer version in the image's own sources, 2 of them from the security archive",
    target: "sample/app:original",
    location: { setting: "packages" },
    also: [],
    evidence: [
      {
        kind: "package",
        purl: "pkg:deb/debian/libssl1.1@1.1.1n-0%2Bdeb11u5?arch=amd64&distro=debian-11",
        installed: "1.1.1n-0+deb11u5",
        candidate: "1.1.1w-0+deb11u2",
        origin: "Debian-Security:11/oldoldstable-security",
      },
      {
        kind: "advisory",
        id: "CVE-2024-0727",
        purl: "pkg:deb/debian/openssl@1.1.1n-0%2Bdeb11u5",
        installed: "1.1.1n-0+deb11u5",
        fixedIn: "1.1.1w-0+deb11u2",
        quote: "CVE-2024-0727 (denial of service via a malformed PKCS12 file)",
      },
    ],
  },
  {
    rule: "layers/upgrade-in-own-layer",
    practice: "layers",
    severity: "warning",
    message: "`apt-get upgrade` in a layer of its own: the replaced files stay in the layer below",
    target: dockerfile,
    location: line(dockerfile, 4, 1, 27),
    also: ["hadolint/DL3005"],
    evidence: [
      { kind: "source", location: line(dockerfile, 4, 1, 27), text: "RUN apt-get -y upgrade" },
      {
        kind: "layer",
        layer: 2,
        createdBy: "RUN /bin/sh -c apt-get -y upgrade # buildkit",
        bytes: 18_734_080,
        line: 4,
      },
    ],
  },
  {
    rule: "cleanup/cleans-nothing",
    practice: "cleanup",
    severity: "warning",
    message: "`apt-get autoclean` in a layer of its own frees 0 bytes of the image",
    target: dockerfile,
    location: line(dockerfile, 6, 1, 27),
    also: ["hadolint/DL3009", "dockle/DKL-DI-0005"],
    evidence: [
      { kind: "source", location: line(dockerfile, 6, 1, 27), text: "RUN apt-get -y autoclean" },
      {
        kind: "file",
        path: "/var/lib/apt/lists/deb.example_debian_dists_bullseye_main_binary-amd64_Packages",
        layer: 1,
        bytes: 17_461_248,
        detail: "left by `apt-get update`",
      },
    ],
    fix: { title: "Remove the lists in the layer that wrote them", applicability: "safe" },
  },
  {
    rule: "limits/cpu-shares",
    practice: "limits",
    severity: "warning",
    message: "--cpu-shares=8 limits nothing on an idle machine and starves the service beside a busy neighbour",
    target: document,
    location: line(document, 58, 1, 15),
    also: ["cis-docker/5.12"],
    evidence: [
      { kind: "source", location: line(document, 58, 1, 27), text: "--cpu-shares=8 --memory=1g" },
      { kind: "setting", pointer: "--cpu-shares", value: "8" },
    ],
    fix: { title: "Use --cpus", applicability: "suggested" },
  },
  {
    rule: "capabilities/comma-list",
    practice: "capabilities",
    severity: "error",
    message: "--cap-drop takes one capability: the engine refuses the comma list and nothing starts",
    target: document,
    location: line(document, 91, 1, 59),
    also: [],
    evidence: [
      {
        kind: "source",
        location: line(document, 91, 1, 59),
        text: "--cap-drop=CHOWN,DAC_OVERRIDE,SETUID,SETGID,SYS_PTRACE",
      },
      {
        kind: "trial",
        trial: "t3",
        outcome: "breaks",
        detail: 'exit 125: unknown capability: "CAP_CHOWN,DAC_OVERRIDE"',
      },
    ],
    fix: { title: "Write one flag for each capability", applicability: "safe" },
  },
  {
    rule: "build/no-healthcheck",
    practice: "build",
    severity: "info",
    message: "no HEALTHCHECK: the engine cannot tell a hung service from a healthy one",
    target: dockerfile,
    location: line(dockerfile, 12, 1, 24),
    also: ["dockle/CIS-DI-0006"],
    evidence: [{ kind: "source", location: line(dockerfile, 12, 1, 24), text: 'CMD ["python", "app.py"]' }],
  },
];

export const sampleRules: readonly RuleResult[] = [
  { rule: "base-image/end-of-life", target: dockerfile, verdict: "found" },
  { rule: "base-image/floating-tag", target: dockerfile, verdict: "clean" },
  { rule: "updates/pending-security", target: "sample/app:original", verdict: "found" },
  { rule: "layers/upgrade-in-own-layer", target: dockerfile, verdict: "found" },
  { rule: "layers/many-layers", target: dockerfile, verdict: "clean" },
  { rule: "cleanup/cleans-nothing", target: dockerfile, verdict: "found" },
  { rule: "vulnerabilities/old-scanner", target: document, verdict: "failed", reason: "TypeError: tag is undefined" },
  { rule: "non-root/no-user", target: dockerfile, verdict: "clean" },
  { rule: "limits/cpu-shares", target: document, verdict: "found" },
  { rule: "capabilities/comma-list", target: document, verdict: "found" },
  { rule: "secrets/key-in-image", target: dockerfile, verdict: "skipped", reason: "no image was given" },
  { rule: "secrets/password-in-image", target: dockerfile, verdict: "skipped", reason: "no image was given" },
  { rule: "build/no-healthcheck", target: dockerfile, verdict: "found" },
];
