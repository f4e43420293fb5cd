// Traps that the rules' own examples cannot show: where a rule must stay silent.
import { describe, expect, it } from "vitest";
import type { Observation } from "../../src/rules/observation.ts";
import type { Facts } from "../../src/rules/needs.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import endOfLife from "../../src/rules/base-image/end-of-life.ts";
import floatingTag from "../../src/rules/base-image/floating-tag.ts";
import oldCycle from "../../src/rules/base-image/old-cycle.ts";
import addInsteadOfCopy from "../../src/rules/dockerfile-quality/copies/add-instead-of-copy.ts";
import asksForConsent from "../../src/rules/dockerfile-quality/commands/asks-for-consent.ts";
import relativeWorkdir from "../../src/rules/dockerfile-quality/copies/relative-workdir.ts";
import shellFormCmd from "../../src/rules/dockerfile-quality/running/shell-form-cmd.ts";
import aptLists from "../../src/rules/cleanup/apt-lists.ts";
import cleanInOwnLayer from "../../src/rules/cleanup/clean-in-own-layer.ts";
import recommends from "../../src/rules/cleanup/recommends.ts";
import chownAfterCopy from "../../src/rules/layers/chown-after-copy.ts";
import consecutiveRuns from "../../src/rules/layers/consecutive-runs.ts";
import lastUserRoot from "../../src/rules/non-root/last-user-root.ts";
import namedUser from "../../src/rules/non-root/named-user.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import sudo from "../../src/rules/non-root/sudo.ts";
import copiedKey from "../../src/rules/secrets/copied-key.ts";
import inArgOrEnv from "../../src/rules/secrets/in-arg-or-env.ts";
import installWithoutUpdate from "../../src/rules/updates/install-without-update.ts";
import updateAlone from "../../src/rules/updates/update-alone.ts";
import tlsOff from "../../src/rules/vulnerabilities/tls-off.ts";
import unverifiedDownload from "../../src/rules/vulnerabilities/unverified-download.ts";

type DockerfileRule = { check(facts: Facts): Iterable<Observation> };

function observe(rule: DockerfileRule, text: string): readonly Observation[] {
  const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), { today: "2026-11-24" });
  return [...rule.check(facts as Facts)];
}

const from = "FROM debian:trixie-slim\n";

describe.each<[string, DockerfileRule, readonly string[]]>([
  [
    "base-image/end-of-life",
    endOfLife,
    [
      "FROM python:3\n",
      "FROM python:3.99\n",
      "FROM example.com/python:3.8\n",
      "ARG V\nFROM python:$V\n",
      "FROM golang:1.30\n",
      "FROM debian:stable\n",
    ],
  ],
  [
    "base-image/old-cycle",
    oldCycle,
    ["FROM python:3.14\n", "FROM node:24\n", "FROM python:3.8\n", "FROM ubuntu:26.04\n"],
  ],
  [
    "base-image/floating-tag",
    floatingTag,
    ["FROM scratch\n", `FROM python@sha256:${"a".repeat(64)}\n`, "ARG B\nFROM $B\n"],
  ],
  [
    "build/add-instead-of-copy",
    addInsteadOfCopy,
    [
      `${from}ADD rootfs.tar.xz /\n`,
      `${from}ADD https://example.com/a /a\n`,
      `${from}ADD git@example.com:a.git /a\n`,
      `${from}ONBUILD ADD . /a\n`,
    ],
  ],
  [
    "build/asks-for-consent",
    asksForConsent,
    [
      `${from}RUN apt-get -qq install curl\n`,
      `${from}RUN apt-get install --yes curl\n`,
      `${from}RUN yes | apt-get install curl\n`,
      `${from}RUN apt-get -qy install curl\n`,
      `${from}RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/yes && apt-get install curl\n`,
    ],
  ],
  ["build/relative-workdir", relativeWorkdir, [`${from}WORKDIR $HOME/app\n`, `${from}WORKDIR "/my app"\n`]],
  [
    "build/shell-form-cmd",
    shellFormCmd,
    [
      `${from}CMD ["python", "app.py"]\n`,
      `${from}HEALTHCHECK NONE\n`,
      `${from}HEALTHCHECK CMD ["true"]\n`,
      `${from}ONBUILD CMD date\n`,
    ],
  ],
  [
    "cleanup/apt-lists",
    aptLists,
    [
      `${from}RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\n`,
      `${from}RUN apt-get update && apt-get install -y curl && rm -r /var/lib/apt/lists/*\n`,
    ],
  ],
  [
    "cleanup/clean-in-own-layer",
    cleanInOwnLayer,
    [
      `${from}RUN apt-get update && apt-get install -y jq && apt-get clean\n`,
      `${from}RUN --mount=type=cache,target=/var/cache/apt apt-get clean\n`,
      `${from}RUN rm -rf /etc/nginx/conf.d/default.conf\n`,
      `${from}RUN apt-get purge -y gcc && apt-get autoremove -y\n`,
    ],
  ],
  [
    "cleanup/recommends",
    recommends,
    [
      `${from}RUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/x && apt-get install -y tzdata\n`,
      `${from}RUN apt-get install -y /tmp/own.deb\n`,
      `${from}RUN apt-get -o APT::Install-Recommends=false install tzdata\n`,
    ],
  ],
  [
    "layers/chown-after-copy",
    chownAfterCopy,
    [
      `${from}COPY a /app\nRUN chown 1:1 /app\n`,
      `${from}COPY a /app\nRUN chown -R 1:1 /data\n`,
      `${from}COPY --chown=1:1 a /app\nRUN chown -R 1:1 /app\n`,
      `${from}RUN chown -R 1:1 /app\nCOPY a /app\n`,
      `${from}COPY a $DIR\nRUN chown -R 1:1 /app\n`,
      `${from}COPY a /app/a\nRUN install /app/a /b && rm -f /app/a && chown -R 1:1 /app\n`,
      `${from}COPY a /app/x/a\nRUN rm -rf /app/x/\nRUN chown -R 1:1 /app\n`,
    ],
  ],
  [
    "layers/consecutive-runs",
    consecutiveRuns,
    [
      `${from}RUN apt-get install -y jq\nCOPY a /a\nRUN apt-get install -y curl\n`,
      `${from}RUN apt-get update && apt-get install -y jq\nRUN make\n`,
      `${from}RUN --network=none make\nRUN make\n`,
    ],
  ],
  [
    "non-root/last-user-root",
    lastUserRoot,
    [`${from}USER $APP\n`, `${from}USER root\nRUN date\nUSER 1000\n`, "FROM a AS a\nUSER 1000\nFROM a\n"],
  ],
  [
    "non-root/named-user",
    namedUser,
    [`${from}USER root\n`, `${from}ARG APP\nUSER \${APP}\n`, `${from}USER 1000:app\n`],
  ],
  [
    "non-root/no-user",
    noUser,
    [
      'FROM debian:trixie-slim AS base\nUSER 1000\nFROM base\nCMD ["date"]\n',
      "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY a /a\n",
      "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY a /a\n",
    ],
  ],
  ["non-root/sudo", sudo, [`${from}RUN apt-get install -y sudo && echo 'a ALL=(ALL) ALL' > /etc/sudoers.d/a\n`]],
  [
    "secrets/in-arg-or-env",
    inArgOrEnv,
    [`${from}ENV PUBLIC_KEY=abc KEYSTONE=1 MONKEY=2 AUTHOR=me CACHE_KEYS=5\n`, `ARG API_PASSPHRASES\n${from}`],
  ],
  [
    "secrets/copied-key",
    copiedKey,
    [
      `${from}COPY .env.example ca.pem fullchain.pem id_rsa.pub cert.key.pub ./\n`,
      `${from}COPY keys.py environment tokens.json /app/\n`,
      `${from}COPY app /etc/app.key\n`,
    ],
  ],
  [
    "updates/install-without-update",
    installWithoutUpdate,
    [
      `${from}RUN curl -fsSL https://example.com/setup | bash - && apt-get install -y nodejs\n`,
      `${from}RUN --mount=type=cache,target=/var/lib/apt apt-get install -y jq\n`,
      `${from}RUN apt-get install -y ./own.deb\n`,
      `${from}RUN add-apt-repository ppa:a/b && apt-get install -y jq\n`,
      `${from}RUN apt-get -o Acquire::Retries=3 update && apt-get install -y jq\n`,
    ],
  ],
  [
    "updates/update-alone",
    updateAlone,
    [
      `${from}RUN apt-get update && apt-get -t trixie-backports install -y jq\n`,
      `${from}RUN apt-get update && ./install.sh\n`,
      `${from}RUN apk update && apk add jq\n`,
      `${from}RUN ["echo", "apt-get", "update"]\n`,
      `${from}RUN dnf -y update jq\n`,
    ],
  ],
  [
    "vulnerabilities/tls-off",
    tlsOff,
    [
      `${from}RUN curl -fsSL -o k https://example.com/k\n`,
      `${from}RUN curl -k https://localhost:8443/\n`,
      `${from}RUN pip install --trusted-host localhost a\n`,
      `${from}RUN curl -sSok https://example.com/\n`,
      `${from}ENV NODE_TLS_REJECT_UNAUTHORIZED=1\n`,
    ],
  ],
  [
    "vulnerabilities/unverified-download",
    unverifiedDownload,
    [
      `${from}RUN curl -fsSL https://example.com/a.json | python3 -m json.tool\n`,
      `${from}RUN curl -fsSL https://example.com/k.asc | gpg --dearmor -o /usr/share/keyrings/k.gpg\n`,
      `${from}RUN cat setup | sh\n`,
      `${from}ADD https://github.com/a/b.git#v1.0 /src\n`,
      `${from}RUN curl -s https://example.com/data | perl -ne 'print if /x/'\n`,
    ],
  ],
])("%s is silent", (_, rule, texts) => {
  it.each(texts)("%j", (text) => {
    expect(observe(rule, text).map(({ message }) => message)).toEqual([]);
  });
});
