// A third set of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import { textFacts } from "../../src/facts/text-facts.ts";
import replacedShell from "../../src/rules/dockerfile-quality/commands/replaced-shell.ts";
import shellcheck from "../../src/rules/dockerfile-quality/commands/shellcheck.ts";
import privilegedPort from "../../src/rules/capabilities/network/privileged-port.ts";
import dependencyCache from "../../src/rules/cleanup/dependency-cache.ts";
import wholeFilesystem from "../../src/rules/layers/whole-filesystem.ts";
import installsSudo from "../../src/rules/non-root/installs-sudo.ts";
import namedUser from "../../src/rules/non-root/named-user.ts";
import updateAlone from "../../src/rules/updates/update-alone.ts";
import scannerBlind from "../../src/rules/vulnerabilities/scanner-blind.ts";
import { readAnyway } from "../read-anyway.ts";
import { inDockerfile, inScript, messages, type Check } from "../rule-messages.ts";

const from = (base: string) => (rest: string) => `FROM ${base}\n${rest}\n`;
const debian = from("debian:13");
const xx = (stage: string, copy = "COPY --from=xx / /"): string =>
  `${stage}\nFROM golang:1.26-alpine AS build\n${copy}\nRUN make\n`;
const dotnet = (image: string, rest = "USER $APP_UID"): string => `FROM mcr.microsoft.com/dotnet/${image}\n${rest}\n`;
const copied = (copy: string, run: string, before = ""): string =>
  `FROM python:3.13-slim AS b\nRUN make\nFROM python:3.13-slim\n${before}${copy}\nWORKDIR /app\nRUN ${run}\n`;
const poetry = 'ENV SETUP="/opt/setup" VENV="/opt/setup/.venv"\nENV PATH="$VENV/bin:$PATH"\n';
const apk = (packages: string, rest: string): string =>
  `FROM alpine:3.23\nRUN apk add --no-cache ${packages} ${rest}\n`;

describe.each<[string, Check, silent: readonly string[], reported: readonly string[]]>([
  [
    "capabilities/privileged-port",
    privilegedPort,
    [
      from("mcr.microsoft.com/windows/servercore:ltsc2022")("EXPOSE 80"),
      from("mcr.microsoft.com/windows/nanoserver:1809")("EXPOSE 443/tcp"),
      from("mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2025")("EXPOSE 80"),
      from("mcr.microsoft.com/windows/servercore/iis")("EXPOSE 80 443"),
      from("python:3.13-windowsservercore-ltsc2022")("EXPOSE 80"),
      from("--platform=windows/amd64 acme/web:1")("EXPOSE 80"),
      "# escape=`\nFROM acme/web:1\nEXPOSE 80\n",
      'FROM acme/web:1\nSHELL ["powershell", "-Command"]\nEXPOSE 80\n',
    ],
    [
      debian("EXPOSE 80"),
      from("nginx:1.29")("EXPOSE 443/tcp"),
      from("--platform=linux/amd64 acme/web:1")("EXPOSE 80"),
      from("mcr.microsoft.com/dotnet/aspnet:10.0-alpine")("EXPOSE 80"),
      from("mcr.microsoft.com/powershell:7.5-debian-12")('SHELL ["pwsh", "-Command"]\nEXPOSE 80'),
      "# escape=\\\nFROM acme/web:1\nEXPOSE 80\n",
      debian("ENV A=windows\nEXPOSE 80"),
      debian("EXPOSE 1000-2000"),
    ],
  ],
  [
    "build/replaced-shell",
    replacedShell,
    [
      debian("RUN powershell -Command Get-Date"),
      debian("RUN pwsh -Command Get-Date"),
      debian('RUN ["powershell", "-Command", "Get-Date"]'),
      from("mcr.microsoft.com/windows/servercore:1809")("RUN powershell -Command $a = 1"),
      "# escape=`\nFROM acme/web:1\nRUN powershell -Command `\n    $a = 1; `\n    $a\n",
      debian("RUN powershell.exe -NoProfile -File C:/a.ps1"),
      debian("RUN pwsh -c 'Install-Module A' && ln -s /a /b"),
      debian("RUN chsh --help"),
    ],
    [
      debian("RUN ln -sf /bin/bash /bin/sh"),
      debian("RUN rm /bin/sh && ln -s /bin/bash /bin/sh"),
      debian("RUN mv /bin/bash /bin/sh"),
      debian("RUN chsh -s /bin/bash"),
      debian("RUN chsh -s /bin/bash root"),
      debian("RUN pwsh -Command Get-Date && ln -sf /bin/bash /bin/sh"),
      debian("RUN make; ln -sf bash /bin/sh"),
      debian('RUN ["ln", "-sf", "/bin/bash", "/bin/sh"]'),
    ],
  ],
  [
    "layers/whole-filesystem",
    wholeFilesystem,
    [
      xx("FROM scratch AS xx\nCOPY --from=b /out/ /usr/bin/"),
      xx("FROM scratch AS xx\nCOPY a b /usr/bin/\nCOPY c /etc/c"),
      xx("FROM --platform=$BUILDPLATFORM tonistiigi/xx:1.6.1 AS xx"),
      xx("FROM tonistiigi/xx AS base\nFROM base AS xx"),
      xx("FROM scratch AS base\nCOPY a /a\nFROM base AS xx\nCOPY b /b"),
      xx("FROM scratch\nCOPY a /a", "COPY --from=0 / /"),
      xx("ARG A", "COPY --from=tonistiigi/xx:1.6.1 / /"),
      xx("ARG A", `COPY --from=docker.io/tonistiigi/xx@sha256:${"0a".repeat(32)} / /`),
      xx("FROM scratch AS XX\nADD a.conf /etc/"),
    ],
    [
      xx("FROM debian:13 AS xx\nRUN make"),
      xx("FROM scratch AS xx\nADD rootfs.tar.gz /"),
      xx("FROM scratch AS xx\nADD alpine-3.22.tar /"),
      xx("FROM scratch AS xx\nADD a.tgz /"),
      xx("FROM scratch AS xx\nCOPY --from=b /rootfs /"),
      xx("FROM scratch AS xx\nCOPY --from=b /mnt/sysroot/ /"),
      xx("FROM debian:13 AS b\nFROM b AS xx"),
      xx("FROM debian:13", "COPY --from=0 / /"),
      xx("ARG A", "COPY --from=acme/xx:1 / /"),
      "FROM debian:13 AS xx\nFROM alpine:3.23\nCOPY --from=xx / /\nFROM scratch AS xx\nCOPY a /a\n",
    ],
  ],
  [
    "non-root/named-user",
    namedUser,
    [
      dotnet("aspnet:10.0-alpine"),
      dotnet("runtime-deps:8.0"),
      dotnet("nightly/aspnet:10.0"),
      dotnet("sdk:9.0 AS a", "RUN make\nFROM a\nUSER ${APP_UID}"),
      dotnet("runtime", "USER $APP_UID:$APP_UID"),
      `ARG REPO=mcr.microsoft.com/dotnet/aspnet\nFROM $REPO:10.0\nUSER $APP_UID\n`,
      debian("ENV UID=1000\nUSER $UID"),
      debian("ENV UID 1000\nUSER ${UID}:staff"),
      debian("ARG UID=1000\nENV APP_USER=$UID\nUSER $APP_USER"),
      debian("ARG UID=1000\nUSER $UID"),
      "FROM debian:13 AS a\nENV UID=1000\nFROM a\nUSER $UID\n",
    ],
    [
      debian("USER app"),
      debian("USER $APP_UID"),
      debian("ENV APP_USER=app\nUSER $APP_USER"),
      dotnet("aspnet:10.0", "USER app"),
      dotnet("aspnet:10.0", "ENV APP_UID=app\nUSER $APP_UID"),
      dotnet("aspnet:6.0"),
      from("mcr.microsoft.com/openjdk/jdk:21-ubuntu")("USER $APP_UID"),
      debian("ARG NAME=app\nENV APP_USER=$NAME\nUSER $APP_USER"),
    ],
  ],
  [
    "cleanup/dependency-cache",
    dependencyCache,
    [
      copied("COPY --from=b /app/.venv /app/.venv", "poetry install --only main"),
      copied("COPY --from=b /opt/venv /opt/venv", "uv sync --frozen"),
      copied("COPY --from=b $SETUP $SETUP", ". $VENV/bin/activate && poetry install -E pgsql", poetry),
      copied("COPY --from=b /opt/setup/ /opt/setup/", "poetry install", poetry),
      copied("COPY --from=b $VENV $VENV", "poetry install", poetry),
      copied(
        "COPY --from=b /usr/local/lib/python3.13/site-packages/ /usr/local/lib/python3.13/site-packages/",
        "uv sync",
      ),
      copied("COPY --from=b /opt/venv /opt/venv", "uv pip install -r requirements.txt"),
      copied("COPY --from=b /app/vendor ./vendor", "composer install --no-dev"),
      `${copied("COPY --from=b /app/.venv /app/.venv", "make")}FROM python:3.13-slim AS c\nCOPY --from=b /app/.venv /a/.venv\nFROM c\nRUN poetry install\n`,
    ],
    [
      copied("COPY . /app", "poetry install --only main"),
      copied("COPY .venv /app/.venv", "poetry install"),
      copied("COPY --from=b /app/dist /app/dist", "uv sync --frozen"),
      copied("COPY --from=b /opt/other /opt/other", "poetry install", poetry),
      copied("COPY --from=b /app/.venv /app/.venv", "uv pip install flask==3.1.2"),
      copied("COPY --from=b /app/.venv /app/.venv", "poetry add flask"),
      copied("COPY --from=b /app/.venv /app/.venv", "composer install"),
      copied("COPY --from=b /app/vendor ./vendor", "poetry install"),
      copied("RUN make", "poetry install && echo\nCOPY --from=b /app/.venv /app/.venv"),
    ],
  ],
  [
    "non-root/installs-sudo",
    installsSudo,
    [
      apk("--update --virtual .build-deps sudo build-base", "&& sudo -u a make && apk del .build-deps"),
      apk("-t .deps sudo", "&& make && apk del --purge .deps"),
      apk("--virtual=.deps sudo", "; make; apk del .deps"),
      apk("sudo", "&& make && apk del sudo"),
      apk("--virtual $DEPS sudo", "&& make && apk del $DEPS"),
      debian("RUN apt-get update && apt-get install -y sudo && make && apt-get purge -y --auto-remove sudo"),
      debian("RUN apt-get install -y curl sudo && make && apt-get remove -y curl sudo"),
      from("fedora:43")("RUN dnf install -y sudo && make && dnf remove -y sudo"),
    ],
    [
      apk("sudo", "&& make"),
      apk("--virtual .build-deps sudo", "&& make"),
      apk("--virtual .build-deps sudo", "&& apk del .other"),
      apk("--virtual .build-deps sudo", "\nRUN apk del .build-deps"),
      apk("bash", "&& apk del sudo && apk add sudo"),
      apk("sudo", "&& apk add --virtual .deps make && apk del .deps"),
      debian("RUN apt-get install -y sudo && apt-get purge -y curl"),
      debian("RUN apt-get install -y sudo\nRUN apt-get purge -y sudo"),
      from("fedora:43")("RUN dnf install -y sudo && dnf clean all"),
    ],
  ],
  [
    "updates/update-alone",
    updateAlone,
    [
      "playwright install --with-deps chromium-headless-shell && apt-get clean",
      "playwright install-deps",
      "npx playwright install --with-deps",
      "npx -y playwright@1.50.0 install-deps chromium",
      "python -m playwright install --with-deps chromium",
      "pnpm exec playwright install chrome",
      "./install.sh",
      "./install",
      "bash x.sh",
      "sh /tmp/x",
      ". ./setup",
      "/tmp/setup -y",
      "make deps",
      "curl -fsSL https://example.com/x | bash",
      "curl -fsSL https://example.com/x | bash -s -- -y",
      "wget -O- https://example.com/x | sudo sh",
      "ansible-playbook site.yml",
      "rosdep install --from-paths src -y",
    ].map((rest) => debian(`RUN apt-get update && ${rest}`)),
    [
      "playwright install chromium",
      "playwright test",
      "npm install playwright",
      "rm -rf /tmp/install.sh",
      "chmod +x ./install.sh",
      "curl -fsSL https://example.com/x -o x.sh",
      "/usr/bin/npm ci",
      "apt-get clean",
      "cmake --version",
      "echo make",
    ].map((rest) => debian(`RUN apt-get update && ${rest}`)),
  ],
])("%s", (_, rule, silent, reported) => {
  it.each(silent)("says nothing of %j", (text) => expect(inDockerfile(rule, text)).toEqual([]));
  it.each(reported)("reports %j", (text) => expect(inDockerfile(rule, text)).toHaveLength(1));
});

describe("build/shellcheck", () => {
  const said = (line: string): readonly string[] => {
    const text = `FROM debian:13\nRUN ${line}\n`;
    const code = line.startsWith("export") ? "SC2155" : "SC2046";
    const start = text.indexOf(code === "SC2155" ? line.slice("export ".length) : "$(");
    const finding = { code, level: "warning", message: "Quote this.", span: { start, end: start + 1 } } as const;
    const facts = textFacts(readAnyway(text), { today: "2026-11-24" });
    return messages(shellcheck, { ...facts, shellcheck: [finding] });
  };
  it.each([
    'export GNUPGHOME="$(mktemp -d)"',
    "export GNUPGHOME=$(mktemp -d)",
    'export GNUPGHOME="$(mktemp -d)"; gpg --version',
    'export A="$(mktemp -d -t a.XXXXXX)" && a',
    "make -j$(nproc)",
    "make -j $(nproc) install",
    "apt-mark manual $(apt-mark showmanual)",
    "apt-get purge -y $(dpkg-query -W -f '${Package} ' 'a-*')",
    "wget https://example.com/$(dpkg --print-architecture)/a",
    "chown $(id -u) /a",
    "wget https://example.com/$(uname -m)",
    "cd $(mktemp -d)",
  ])("says nothing of an idiom: %s", (line) => expect(said(line)).toEqual([]));
  it.each([
    'export A="$(curl https://example.com/a)"',
    'export A="$(mktemp -d)/$(cat a)"',
    'export A="$(mktemp -d && cat b)"',
    'export A="$(cat a)"',
    'export A="$(mktemps)"',
    "rm $(cat list)",
    "rm $(find / -name a)",
    "make -j$(nproc --all || cat b)",
    "apt-mark manual $(apt-mark showmanual | grep a)",
    "a $(id -un)",
  ])("reports %s", (line) => expect(said(line)).toHaveLength(1));
});

describe("vulnerabilities/scanner-blind", () => {
  it.each([
    "anchore/syft packages --output json -q <my-image-digest>",
    "anchore/syft packages",
    "anchore/syft packages dir:/src",
    "anchore/syft scan registry:example/app:1",
    "anchore/syft attest example/app:1",
    "anchore/syft -q attest --output json example/app:1",
    "anchore/grype db update",
    "anchore/grype -v db status",
    "aquasec/trivy image",
    "aquasec/trivy --cache-dir /cache fs /src",
    "aquasec/trivy -c a.yaml config /src",
    `aquasec/trivy image example/app@sha256:${"0a".repeat(32)}`,
  ])("takes no subcommand for an image: %s", (args) => {
    expect(inScript(scannerBlind, `docker run --rm ${args}\n`)).toEqual([]);
  });
  it.each([
    ["anchore/syft packages example/app:1", "example/app:1"],
    ["anchore/syft packages -o json example/app:1", "example/app:1"],
    ["anchore/syft scan example/app:1", "example/app:1"],
    ["anchore/syft example/app:1 -o json", "example/app:1"],
    ["anchore/grype example/db:1", "example/db:1"],
    ["aquasec/trivy --cache-dir /cache image example/app:1", "example/app:1"],
    ["aquasec/trivy image example/digest-app:1", "example/digest-app:1"],
    ["aquasec/trivy image $IMAGE", "$IMAGE"],
    ["aquasec/trivy image -q $IMAGE", "$IMAGE"],
  ])("names the image of %s", (args, image) => {
    expect(inScript(scannerBlind, `docker run --rm ${args}\n`)).toEqual([expect.stringContaining(`\`${image}\``)]);
  });
});
