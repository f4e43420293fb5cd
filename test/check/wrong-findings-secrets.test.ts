// Classes of findings on what a build is given that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import type { ContextFile } from "../../src/domain/dockerfile/context-folder.ts";
import { historySecrets } from "../../src/facts/secrets/history-secrets.ts";
import devDependencies from "../../src/rules/cleanup/dev-dependencies.ts";
import copiedKey from "../../src/rules/secrets/copied-key.ts";
import inCommand from "../../src/rules/secrets/in-command.ts";
import { inDockerfile } from "../rule-messages.ts";

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
    "jenkins.io-2026.key /war/jenkins-key.pub",
    "vendor.key /usr/share/public-vendor.key",
    "a.pem /etc/nginx/dhparams.pem",
    "nginx_signing.key /etc/apt/trusted.gpg.d/",
    "nginx_signing.key /etc/apt/keyrings/nginx.asc",
    "vendor.key /usr/share/keyrings/vendor.gpg",
    "vendor.key /etc/pki/rpm-gpg/RPM-GPG-KEY-vendor",
    "vendor.key /etc/apk/keys/",
  ])("is silent where the image has it as public: %s", (words) => {
    expect(inDockerfile(copiedKey, `FROM debian:13\nCOPY ${words}\n`)).toEqual([]);
  });
  it.each([
    "server.key /app/public/server.key",
    "server.key /app/public/",
    "server.key /etc/ssl/certs/",
    "server.key /etc/ssl/certs/cert.key",
    "server.key /public",
    "id_rsa /root/.ssh/",
    "vendor.key /etc/keyrings2/",
  ])("reports what is not: %s", (words) => {
    expect(inDockerfile(copiedKey, `FROM debian:13\nCOPY ${words}\n`)).toHaveLength(1);
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
