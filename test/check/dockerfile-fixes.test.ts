// What the rules' own examples cannot show: findings whose fix must not be offered, or only with proof.
import { describe, expect, it } from "vitest";
import type { Observation } from "../../src/rules/observation.ts";
import type { Facts } from "../../src/rules/needs.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import endOfLife from "../../src/rules/base-image/end-of-life.ts";
import addInsteadOfCopy from "../../src/rules/dockerfile-quality/copies/add-instead-of-copy.ts";
import legacyEnv from "../../src/rules/dockerfile-quality/variables/legacy-env.ts";
import relativeWorkdir from "../../src/rules/dockerfile-quality/copies/relative-workdir.ts";
import shellFormCmd from "../../src/rules/dockerfile-quality/running/shell-form-cmd.ts";
import aptLists from "../../src/rules/cleanup/apt-lists.ts";
import cleanInOwnLayer from "../../src/rules/cleanup/clean-in-own-layer.ts";
import recommends from "../../src/rules/cleanup/recommends.ts";
import chownAfterCopy from "../../src/rules/layers/chown-after-copy.ts";
import consecutiveRuns from "../../src/rules/layers/consecutive-runs.ts";
import namedUser from "../../src/rules/non-root/named-user.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import sudo from "../../src/rules/non-root/sudo.ts";
import copiedKey from "../../src/rules/secrets/copied-key.ts";
import inArgOrEnv from "../../src/rules/secrets/in-arg-or-env.ts";
import updateAlone from "../../src/rules/updates/update-alone.ts";
import tlsOff from "../../src/rules/vulnerabilities/tls-off.ts";
import unverifiedDownload from "../../src/rules/vulnerabilities/unverified-download.ts";
import { readAnyway } from "../read-anyway.ts";

type DockerfileRule = { check(facts: Facts): Iterable<Observation> };

function observe(rule: DockerfileRule, text: string): readonly Observation[] {
  const facts = textFacts(readAnyway(text), { today: "2026-11-24" });
  return [...rule.check(facts as Facts)];
}

const from = "FROM debian:trixie-slim\n";

describe.each<[string, DockerfileRule, readonly string[]]>([
  [
    "base-image/end-of-life",
    endOfLife,
    [
      `FROM python:3.8-slim@sha256:${"a".repeat(64)}\n`,
      "ARG V=3.8\nFROM python:$V\n",
      "FROM python:3.8-alpine3.14\n",
      "FROM golang:1.20\n",
      "FROM debian:bullseye-20230109-slim\n",
    ],
  ],
  [
    "build/add-instead-of-copy",
    addInsteadOfCopy,
    [`${from}ADD *.jar /app/\n`, `${from}ADD $FILE /a\n`, `${from}ADD a b.tar /a/\n`],
  ],
  [
    "build/legacy-env",
    legacyEnv,
    [
      `${from}ENV NAME \\\n  value\n`,
      `${from}ENV NAME two "words"\n`,
      `${from}ENV NAME a\\ b\n`,
      `${from}ENV NAME \${A:-b c}\n`,
      `${from}LABEL name it's\n`,
    ],
  ],
  ["build/relative-workdir", relativeWorkdir, [`${from}WORKDIR app\n`, `${from}WORKDIR $X\nWORKDIR app\n`]],
  [
    "build/shell-form-cmd",
    shellFormCmd,
    [
      `${from}CMD python app.py && date\n`,
      `${from}CMD python app.py > /tmp/log\n`,
      `${from}CMD PORT=1 python app.py\n`,
      `${from}CMD python app.py $(cat /port)\n`,
      `${from}CMD $SHELL -l\n`,
      `${from}CMD python app.py\nCMD ["date"]\n`,
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD app.exe\n",
      "FROM debian AS a\nFROM a AS b\nCMD date\nFROM alpine\n",
      `${from}HEALTHCHECK CMD curl -f http://localhost || exit 1\n`,
      `${from}CMD ls *.py\n`,
      `${from}CMD cd /app\n`,
      `${from}SHELL ["/bin/ash", "-c"]\nCMD date\n`,
      `${from}ENTRYPOINT date\nCMD ["-u"]\n`,
    ],
  ],
  [
    "cleanup/apt-lists",
    aptLists,
    [
      `${from}RUN apt-get update\nRUN apt-get install -y jq\n`,
      `${from}RUN apt-get update && apt-get install -y jq\nRUN apt-cache policy jq\n`,
      `${from}RUN apt-get update && apt-get install -y jq\nRUN ./more.sh\n`,
      `${from}RUN apt-get update && apt-get install -y jq\nRUN ["apt-get", "install", "-y", "curl"]\n`,
      `${from}RUN apt-get update && apt-get install -y jq\nRUN <<EOF\napt-get install -y curl\nEOF\n`,
      `${from}RUN apt-get update && apt-get install -y jq\nONBUILD RUN apt-get install -y curl\n`,
      "FROM debian:trixie AS base\nRUN apt-get update && apt-get install -y jq\nFROM base AS other\nRUN apt-get install -y gcc\nFROM base\n",
    ],
  ],
  [
    "cleanup/clean-in-own-layer",
    cleanInOwnLayer,
    [`${from}RUN apt-get update && apt-get install -y jq\nRUN rm -rf /var/lib/apt/lists/*\n`],
  ],
  [
    "layers/chown-after-copy",
    chownAfterCopy,
    [
      `${from}COPY a /app\nRUN chown -R app:app /app\n`,
      `${from}RUN useradd app\nCOPY a /app\nRUN chown -R app /app\n`,
      `${from}COPY a /app/a\nCOPY b /app/b\nRUN chown -R 1:1 /app\n`,
      `${from}COPY a /app\nRUN touch /app/x\nRUN chown -R 1:1 /app\n`,
      `${from}COPY a /app\nRUN useradd app && chown -R app:app /app\n`,
    ],
  ],
  [
    "layers/consecutive-runs",
    consecutiveRuns,
    [
      `${from}RUN apt-get install -y jq\nRUN apt-get install -y curl; apt-get clean\n`,
      `${from}RUN --network=none apt-get install -y jq\nRUN apt-get install -y curl\n`,
    ],
  ],
  [
    "non-root/named-user",
    namedUser,
    [
      `${from}RUN useradd app\nUSER app\n`,
      `${from}USER app\nRUN useradd -u 10001 app\n`,
      `${from}RUN useradd -u 10001 app\nUSER app:staff\n`,
    ],
  ],
  [
    "non-root/no-user",
    noUser,
    [
      "FROM example.com/own/base:1\nCOPY a /a\n",
      "ARG B\nFROM $B\n",
      `${from}RUN apt-get install -y gosu\nENTRYPOINT ["/start"]\n`,
    ],
  ],
  [
    "updates/update-alone",
    updateAlone,
    [
      `${from}RUN apt-get update\nUSER app\nRUN apt-get install -y jq\n`,
      `${from}RUN apt-get update\nRUN apt-get install -y jq; make || true\n`,
      `${from}RUN apt-get update || true\nRUN apt-get install -y jq\n`,
      "FROM alpine:3.23\nRUN apk update\nRUN apk add jq\n",
      `${from}RUN ["apt-get", "update"]\nRUN apt-get install -y jq\n`,
      "FROM fedora:42\nRUN dnf -y update\n",
    ],
  ],
])("%s is found, without a fix", (_, rule, texts) => {
  it.each(texts)("%j", (text) => {
    const found = observe(rule, text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ fix }) => fix)).toEqual(found.map(() => undefined));
  });
});

describe("more than one place", () => {
  it.each<[DockerfileRule, string, number]>([
    [
      unverifiedDownload,
      `${from}RUN bash -c "$(curl -fsSL https://example.com/i)" && wget -qO- https://example.com/j | tee x | sudo -E sh -s -- -y\n`,
      2,
    ],
    [
      tlsOff,
      `${from}RUN git config --global http.sslVerify false && NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci && npm config set strict-ssl false && pip install --trusted-host pypi.example.com a\n`,
      4,
    ],
    [
      tlsOff,
      `${from}RUN apt-get -o Acquire::AllowInsecureRepositories=true update && echo "deb [trusted=yes] https://d.example.com ./" > /etc/apt/sources.list.d/d.list\n`,
      2,
    ],
    [copiedKey, `${from}COPY .env.production .ssh/id_rsa server.pem ./\n`, 3],
    [sudo, `${from}RUN sudo -E apt-get update\nRUN date\nRUN env A=1 date && sudo date\n`, 2],
    [endOfLife, "FROM python:3.13-slim-bullseye\nFROM php:7.4-fpm-alpine\n", 2],
  ])("%#", (rule, text, count) => {
    expect(observe(rule, text).map(({ message }) => message)).toHaveLength(count);
  });

  it("never quotes the value of a secret", () => {
    expect(
      JSON.stringify(observe(inArgOrEnv, `${from}ENV API_KEY=s3cr3t-value\nENV DB_PASSWORD hunter2-value\n`)),
    ).not.toMatch(/s3cr3t|hunter2/);
  });

  it("a secret only a build stage holds is a warning", () => {
    const found = observe(
      inArgOrEnv,
      "FROM node:24 AS build\nARG NPM_TOKEN\nFROM node:24-slim\nCOPY --from=build /a /a\n",
    );
    expect(found.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  it("an exec-form CMD has to be proven: a shell sets variables, and drops some", () => {
    expect(observe(shellFormCmd, "FROM nginx:1.29\nCMD nginx -g daemon\n")[0]?.fix?.applicability).toBe("proven");
    expect(observe(shellFormCmd, "FROM python:3.13\nCMD python app.py\n")[0]?.fix?.applicability).toBe("proven");
  });

  // Built and run: a script without `#!` starts under a shell and not without one.
  it.each([
    ["CMD ./start.sh", "proven"],
    ["CMD start.sh --now", "proven"],
    ["COPY start /usr/local/bin/\nCMD start", "proven"],
    ["RUN printf 'echo hi' > /bin/start && chmod +x /bin/start\nCMD start", "proven"],
    ["ENV PATH=/app/bin:$PATH\nCMD start", "proven"],
    ["ENV PATH=/opt/venv/bin:$PATH\nCMD gunicorn app:app", "proven"],
    ["ENV PATH=/app/bin:$PATH\nCMD python3.13 app.py", "proven"],
    ["CMD python3.13 app.py", "proven"],
    ["COPY tool /usr/bin/\nCMD node server.js", "proven"],
    ["COPY tool /usr/bin/tool\nCMD node server.js", "proven"],
  ])("the exec form of what may be a script is only proven: %j", (text, applicability) => {
    expect(observe(shellFormCmd, `FROM debian:trixie-slim\n${text}\n`)[0]?.fix?.applicability).toBe(applicability);
  });

  it("what people rely on is only suggested", () => {
    expect(observe(recommends, `${from}RUN apt-get install -y git\n`)[0]?.fix?.applicability).toBe("suggested");
  });
});
