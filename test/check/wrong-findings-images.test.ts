// More classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import type { ContextFile } from "../../src/domain/dockerfile/context-folder.ts";
import { ofManifest } from "../../src/facts/pod-security/of-manifest.ts";
import { editablePods } from "../../src/facts/pod-security/editable-pods.ts";
import { ofRunLines } from "../../src/facts/container-spec/of-run-line.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { historySecrets } from "../../src/facts/secrets/history-secrets.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { runLines } from "../../src/formats/command-line/run-lines.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import { readManifest } from "../../src/formats/kubernetes/read-manifest.ts";
import floatingTag from "../../src/rules/base-image/floating-tag.ts";
import imageNoDigest from "../../src/rules/base-image/image-no-digest.ts";
import latestImage from "../../src/rules/base-image/latest-image.ts";
import noDigest from "../../src/rules/base-image/no-digest.ts";
import devDependencies from "../../src/rules/cleanup/dev-dependencies.ts";
import noHealthcheck from "../../src/rules/limits/no-healthcheck.ts";
import noLogs from "../../src/rules/limits/no-logs.ts";
import type { Facts } from "../../src/rules/needs.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import copiedKey from "../../src/rules/secrets/copied-key.ts";
import inCommand from "../../src/rules/secrets/in-command.ts";
import type { Observation } from "../../src/rules/observation.ts";
import { composeFacts } from "../compose-facts.ts";

type Check = { check(facts: Facts): Iterable<Observation> };

function messages(rule: Check, facts: Partial<Facts>): readonly string[] {
  return [...rule.check(facts as Facts)].map(({ message }) => message);
}

/** `files` are those of its build context; undefined: nobody looked. */
function inDockerfile(rule: Check, text: string, files?: readonly ContextFile[]): readonly string[] {
  const fact = dockerfileFact(parseDockerfile("Dockerfile", text));
  const context = files && { context: () => ({ folder: ".", files }) };
  return messages(rule, textFacts(fact, { today: "2026-11-24", ...context }));
}

function inScript(rule: Check, text: string): readonly string[] {
  const lines = runLines("run.sh", text);
  return messages(rule, { runLines: lines, containers: ofRunLines(lines) });
}

const inService = (rule: Check, image: string): readonly string[] =>
  messages(rule, composeFacts(`services:\n  a:\n    image: ${image}\n`));

function inPod(rule: Check, image: string): readonly string[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: "${image}" }] }\n`;
  return messages(rule, { containers: ofManifest(editablePods(readManifest("pod.yaml", text), 35)) });
}

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

describe("secrets/copied-key", () => {
  const copy = (path: string): string => `FROM debian:13\nCOPY ${path} /etc/ssl/\n`;
  it.each([
    "target/shared/ffdhe4096.pem",
    "ffdhe2048.pem",
    "dhparams.pem",
    "dh-params.pem",
    "dh_param.pem",
    "dh.pem",
    "dh4096.pem",
    "ssl/dh-2048.pem",
    "public.pem",
    "public-key.pem",
    "pub.pem",
    "pub-key.pem",
    "ca.pem",
    "ca2.pem",
    "root-ca.pem",
    "cacert.pem",
    "ca-chain.pem",
    "fullchain.pem",
    "server-cert.pem",
    "id_rsa.pub",
    "server.crt",
  ])("is silent on a name of what is public: %s", (path) => {
    expect(inDockerfile(copiedKey, copy(path))).toEqual([]);
  });
  it.each([
    "server.key",
    "server.pem",
    "privkey.pem",
    "key.pem",
    "ca-key.pem",
    "cert-key.pem",
    "ca.key.pem",
    "server-private.pem",
    "adhoc.pem",
    "dhcp.pem",
    "id_ed25519",
    "jenkins.io-2026.key",
  ])("reports %s where nobody looked into it", (path) => {
    expect(inDockerfile(copiedKey, copy(path))).toHaveLength(1);
  });

  const isPublic = { bytes: 1, isPublic: true } as const;
  it.each([
    [copy("jenkins.io-2026.key"), [{ path: "jenkins.io-2026.key", ...isPublic }]],
    [copy("./keys/a.key"), [{ path: "keys/a.key", ...isPublic }]],
    [copy("keys/*.pem"), ["a", "b"].map((name) => ({ path: `keys/${name}.pem`, ...isPublic }))],
    ['FROM debian:13\nCOPY ["a.key", "/etc/"]\n', [{ path: "a.key", ...isPublic }]],
    ["FROM debian:13\nADD a.key /etc/\n", [{ path: "a.key", ...isPublic }]],
    ["ARG K=a.key\nFROM debian:13\nARG K=a\nCOPY $K.key /etc/\n", [{ path: "a.key", ...isPublic }]],
  ])("is silent where the content is public: %j", (text, files) => {
    expect(inDockerfile(copiedKey, text, files)).toEqual([]);
  });
  it.each([
    [copy("a.key"), [{ path: "a.key", bytes: 1 }]],
    [copy("a.key"), [{ path: "a.key", bytes: 1, secret: "a private key" }]],
    [copy("a.key"), [{ path: "b.key", ...isPublic }]],
    [
      copy("keys/*.pem"),
      [
        { path: "keys/a.pem", ...isPublic },
        { path: "keys/b.pem", bytes: 1 },
      ],
    ],
    ["FROM debian:13 AS a\nFROM debian:13\nCOPY --from=a a.key /etc/\n", [{ path: "a.key", ...isPublic }]],
  ])("reports where it is not: %j", (text, files) => {
    expect(inDockerfile(copiedKey, text, files)).toHaveLength(1);
  });
});

describe("secrets/in-command", () => {
  const run = (line: string): string => `FROM python:3.13\nRUN ${line}\n`;
  it.each([
    "SECRET_KEY=build-key ./manage.py collectstatic --noinput",
    "DEBUG=False SECRET_KEY=build-key ./manage.py compress && SECRET_KEY=build-key ./manage.py x",
    'SECRET_KEY="build key" ./manage.py collectstatic',
    "SECRET_KEY='not-used' ./manage.py collectstatic",
    "SECRET_KEY=unused python manage.py collectstatic",
    "SECRET_KEY=dummy-secret-for-collectstatic python manage.py collectstatic",
    "SECRET_KEY=fake_key python manage.py collectstatic",
    "SECRET_KEY=test python manage.py collectstatic",
    "SECRET_KEY=temp-key-for-build python manage.py collectstatic",
    "SECRET_KEY=insecure python manage.py collectstatic",
    "SECRET_KEY=notASecret python manage.py collectstatic",
    "SECRET_KEY_BASE=build_time_only bundle exec rails assets:precompile",
    "DJANGO_SECRET_KEY=collectstatic python manage.py collectstatic",
    "env SECRET_KEY=ci-build python manage.py collectstatic",
    "export SECRET_KEY=build-key && python manage.py collectstatic",
    "NEXTAUTH_SECRET=example-secret API_TOKEN=xxxxx npm run build",
    "cd /app && JWT_SECRET=only-for-build npm run build",
  ])("is silent on a value for the build alone: %s", (line) => {
    expect(inDockerfile(inCommand, run(line))).toEqual([]);
  });
  it.each([
    run("SECRET_KEY=changeme ./manage.py collectstatic"),
    run("SECRET_KEY=Tr0ub4dor ./manage.py collectstatic"),
    run("SECRET_KEY=mJ5brHrAXFLQSif0K ./manage.py collectstatic"),
    run("SECRET_KEY=build-J5brHrAXFLQSif0K ./manage.py collectstatic"),
    run("SECRET_KEY=secret-key ./manage.py collectstatic"),
    run("SECRET_KEY=acme-build-key ./manage.py collectstatic"),
    run("SECRET_KEY=ci-hunter-horse ./manage.py collectstatic"),
    run("PGPASSWORD=test psql -h db"),
    run("MYSQL_PWD=test123 mysql -h db"),
    run("redis-server --requirepass test"),
    run("./configure --api-token=build-key"),
    run("SECRET_KEY=build-key ./a && SECRET_KEY=Tr0ub4dor ./b"),
    run("SECRET_KEY=build-key API_TOKEN=Tr0ub4dor ./a"),
    "FROM python:3.13\nCMD SECRET_KEY=build-key gunicorn app\n",
    'FROM python:3.13\nENTRYPOINT ["env", "SECRET_KEY=build-key", "gunicorn"]\n',
    "FROM python:3.13\nHEALTHCHECK CMD TOKEN=test-key /probe\n",
    'FROM python:3.13\nLABEL api_token="build-key"\n',
  ])("reports %j", (text) => {
    expect(inDockerfile(inCommand, text)).toHaveLength(1);
  });
});

describe("secrets in the history of an image", () => {
  const inHistory = (command: string) => historySecrets([{ createdBy: `/bin/sh -c ${command}`, empty: false }], []);
  it.each(["SECRET_KEY=build-key ./manage.py collectstatic", "cd /a && JWT_SECRET=not-used npm run build"])(
    "has none in %s",
    (command) => {
      expect(inHistory(command)).toEqual([]);
    },
  );
  it.each(["SECRET_KEY=acme-build-key ./manage.py collectstatic", "./configure --api-token=build-key"])(
    "has one in %s",
    (command) => {
      expect(inHistory(command)).toHaveLength(1);
    },
  );
});

describe("cleanup/dev-dependencies", () => {
  const none = (path: string) => ({ path, bytes: 1, hasNoDevDependencies: true }) as const;
  const some = (path: string) => ({ path, bytes: 1 });
  const build = (copy: string, install = "npm ci"): string =>
    `FROM node:24-slim\nWORKDIR /app\n${copy}\nRUN ${install}\nCOPY . .\nCMD ["node", "server.js"]\n`;
  it.each<[string, readonly ContextFile[]]>([
    [build("COPY package*.json ./"), [none("package.json"), some("package-lock.json")]],
    [build("COPY package.json package-lock.json ./"), [none("package.json"), some("package-lock.json")]],
    [build("COPY package.json ./", "npm install"), [none("package.json")]],
    [build("COPY . .", "npm i"), [none("package.json"), some("server.js")]],
    [build("COPY app/package.json ./"), [none("app/package.json"), some("package.json")]],
    [build("COPY app ./"), [none("app/package.json")]],
    [build("ADD package.json ./", "npm clean-install"), [none("package.json")]],
    [build('COPY ["package.json", "./"]'), [none("package.json")]],
    [build("COPY package.json ./"), [none("package.json"), some("tests/package.json")]],
    [build("COPY package.json ./").replace("-slim", " AS base\nFROM base"), [none("package.json")]],
    ["FROM node:24 AS a\nCOPY package.json ./\nFROM a\nRUN npm ci\nCMD node a.js\n", [none("package.json")]],
  ])("is silent where there are none: %j", (text, files) => {
    expect(inDockerfile(devDependencies, text, files)).toEqual([]);
  });
  it.each<[string, readonly ContextFile[] | undefined]>([
    [build("COPY package*.json ./"), undefined],
    [build("COPY package*.json ./"), []],
    [build("COPY package*.json ./"), [some("package.json"), some("package-lock.json")]],
    [build("COPY . ."), [none("package.json"), some("web/package.json")]],
    [build("COPY app/package.json ./"), [none("package.json"), some("app/package.json")]],
    [build("RUN npm init -y"), [none("package.json")]],
    [build("COPY --from=a /package.json ./"), [none("package.json")]],
    ["FROM node:24 AS a\nCOPY package.json ./\nFROM node:24\nRUN npm ci\nCMD node a.js\n", [none("package.json")]],
  ])("reports %j", (text, files) => {
    expect(inDockerfile(devDependencies, text, files)).toHaveLength(1);
  });
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
