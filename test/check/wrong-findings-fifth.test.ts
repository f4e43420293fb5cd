// Classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import needlessProgram from "../../src/rules/dockerfile-quality/commands/needless-program.ts";
import pipeHidesFailure from "../../src/rules/dockerfile-quality/commands/pipe-hides-failure.ts";
import replacedShell from "../../src/rules/dockerfile-quality/commands/replaced-shell.ts";
import copiedKey from "../../src/rules/secrets/copied-key.ts";
import passwordInBuild from "../../src/rules/secrets/password-in-build.ts";
import exactPin from "../../src/rules/updates/exact-pin.ts";
import updateAlone from "../../src/rules/updates/update-alone.ts";
import { secretIn } from "../../src/sources/context/secret-in.ts";
import { inDockerfile } from "../rule-messages.ts";

const debian = (...lines: readonly string[]): string => ["FROM debian:13", ...lines, ""].join("\n");
const alpine = (...lines: readonly string[]): string => ["FROM alpine:3.23", ...lines, ""].join("\n");

describe("secrets/password-in-build, of a value that no password fits", () => {
  it.each([
    "useradd -m -p '!' app",
    "useradd -m -p '*' app",
    "useradd -p x app",
    "useradd -p '!!' app",
    "useradd -p gitpod gitpod",
    "useradd --password '' app",
    "usermod -p '*' root",
    "useradd -rmp locked app",
    "useradd -p administrator app",
    "useradd -p 12345678 app",
  ])("is silent on %s", (command) => {
    expect(inDockerfile(passwordInBuild, debian(`RUN ${command}`))).toEqual([]);
  });
  it.each([
    "useradd -m -p '$6$salt$hash' app",
    "useradd -p '$y$j9T$salt$hash' app",
    "useradd -p $(openssl passwd -1 word) app",
    'useradd -p "$HASH" app',
    "useradd -p `mkpasswd word` app",
    "usermod -p sa3tHJ3/KuYvI app",
    "usermod --password '_J9..rasmBYk8r9AiWNc' app",
    "useradd app && echo app:gitpod | chpasswd",
  ])("reports %s", (command) => {
    expect(inDockerfile(passwordInBuild, debian(`RUN ${command}`))).toHaveLength(1);
  });
});

describe("updates/update-alone, of lists that no later call uses", () => {
  it.each([
    alpine("RUN apk update", "RUN apk add --no-cache curl"),
    alpine("RUN apk update", "RUN apk add -U curl"),
    alpine("RUN apk update", "COPY a /a", "RUN apk --no-cache add curl && apk add --no-cache git"),
    alpine("RUN apk update && mkdir /a", "RUN apk add --update-cache curl"),
    "FROM alpine:3.23 AS a\nRUN apk update\nFROM a\nRUN apk add --no-cache curl\n",
  ])("is silent on %j", (text) => {
    expect(inDockerfile(updateAlone, text)).toEqual([]);
  });
  it.each([
    alpine("RUN apk update", "RUN apk add curl"),
    alpine("RUN apk update", "RUN apk add --no-cache curl", "RUN apk add git"),
    alpine("RUN apk update"),
    alpine("RUN apk add --no-cache curl", "RUN apk update", "RUN apk add git"),
    debian("RUN apt-get update", "RUN apt-get install -y curl"),
  ])("reports %j", (text) => {
    expect(inDockerfile(updateAlone, text)).toHaveLength(1);
  });
});

describe("build/needless-program, of a service that the RUN itself uses", () => {
  it.each([
    "service mysql start && mysql -e 'create database a'",
    "service postgresql start && sleep 3 && su postgres -c 'createdb a' && service postgresql stop",
    "/etc/init.d/a start; service redis-server restart && redis-cli set a b",
    "service mariadb start; mysql < /a.sql; service mariadb stop",
    "mysqld & sleep 5; mysql < /a.sql; kill $!",
    "nginx -c /a && curl -f localhost && kill $(cat /run/nginx.pid)",
    "redis-server & redis-cli ping; kill %1",
    'mongod --fork && mongo /a.js && kill "$PID"',
  ])("is silent on %s", (command) => {
    expect(inDockerfile(needlessProgram, debian(`RUN ${command}`))).toEqual([]);
  });
  it.each([
    "service nginx start",
    "service nginx start && sleep 1",
    "apt-get install -y nginx && service nginx start",
    "service nginx start && rm -rf /var/lib/apt/lists/*",
    "service nginx stop && make",
    "make && service nginx restart",
    "kill 1",
    "ps aux",
  ])("reports %s", (command) => {
    expect(inDockerfile(needlessProgram, debian(`RUN ${command}`))).toHaveLength(1);
  });
});

describe("build/replaced-shell, of the shell that a person works in", () => {
  it.each([
    "chsh -s /bin/zsh",
    "apt-get install -y zsh && chsh -s /bin/zsh || true",
    'chsh "${USERNAME}" -s "$(which pwsh)"',
    "chsh -s /usr/bin/fish app",
    "chsh -s /bin/bash app",
    "chsh --shell /bin/bash $USER",
    "chsh -s /usr/bin/nu root",
    "chsh -s $(which zsh)",
  ])("is silent on %s", (command) => {
    expect(inDockerfile(replacedShell, debian(`RUN ${command}`))).toEqual([]);
  });
  it.each(["chsh -s /bin/bash", "chsh -s /bin/bash root", "chsh root -s /bin/dash", "ln -sf /bin/bash /bin/sh"])(
    "reports %s",
    (command) => {
      expect(inDockerfile(replacedShell, debian(`RUN ${command}`))).toHaveLength(1);
    },
  );
});

describe("updates/exact-pin, of archives that keep each version", () => {
  it.each([
    "nodejs=22.15.1-1nodesource1",
    "nodejs=20.11.0-1nodesource1~bookworm",
    "cuda-cudart-11-8=11.8.89-1 libcudnn8=8.9.0.131-1+cuda11.8",
  ])("names no such package of %s", (packages) => {
    const text = debian(`RUN apt-get update && apt-get install -y ${packages}`);
    expect(inDockerfile(exactPin, text).join()).not.toMatch(/nodejs|cudnn/);
  });
  it.each(["curl=8.14.1-2", "nodejs=20.19.2+dfsg-1", "nodejs=22.15.1-1nodesource1 curl=8.14.1-2"])(
    "reports %s",
    (packages) => {
      const text = debian(`RUN apt-get update && apt-get install -y ${packages}`);
      expect(inDockerfile(exactPin, text)).toHaveLength(1);
    },
  );
});

describe("build/pipe-hides-failure, of a count that is tested", () => {
  it.each([
    "if [ $(find /a | wc -l) -lt 30 ]; then exit 1; fi",
    '[ "$(find /a | wc -l)" -ge 30 ]',
    "test $(ls /a | wc -l) -eq 3",
    "test $(cat /a | sort | wc -l) -gt 3 || exit 1",
    "[ `ls /a | wc -l` -gt 3 ]",
    "if [ $(ls /a | grep -c so) -eq 0 ]; then exit 1; fi",
    "if [[ $(find /a | wc -l) -lt 30 ]]; then exit 1; fi",
    "while [ $(ls /a | wc -l) -lt 3 ]; do sleep 1; done",
  ])("is silent on %s", (command) => {
    expect(inDockerfile(pipeHidesFailure, debian(`RUN ${command}`))).toEqual([]);
  });
  it.each([
    "find /a | wc -l > /n",
    'if [ -n "$(cat /a | sort)" ]; then make; fi',
    "N=$(find /a | wc -l) && make N=$N",
    "[ -d /a ] && find /a | wc -l",
    "[ $(find /a | wc -l) -lt 30 ] || cat /b | sort > /c",
  ])("reports %s", (command) => {
    expect(inDockerfile(pipeHidesFailure, debian(`RUN ${command}`))).toHaveLength(1);
  });
});

describe("secrets/copied-key, of private halves that are named after public ones", () => {
  it.each([
    "ca.key",
    "cert.key",
    "certs/ca.key",
    "cert-chain.key",
    "bundle.key",
    "root-ca.key",
    "CA.KEY",
    "cert/ca1.key",
  ])("reports %s", (name) => {
    expect(inDockerfile(copiedKey, debian(`COPY ${name} /etc/ssl/`))).toHaveLength(1);
  });
  it.each(["ca.pem", "cert.pem", "ca.crt", "public.key", "app.pub.key", "ca-bundle.pem", "dhparams.key", "chain.pem"])(
    "is silent on %s",
    (name) => {
      expect(inDockerfile(copiedKey, debian(`COPY ${name} /etc/ssl/`))).toEqual([]);
    },
  );
});

describe("a key of OpenPGP in the build context", () => {
  const block = (label: string): string =>
    `-----BEGIN PGP ${label} KEY BLOCK-----\n\nxcFG\n-----END PGP ${label} KEY BLOCK-----\n`;
  it.each(["a.asc", "signing.key", "a.gpg", "a.pgp", "KEY.ASC"])("is a private key in %s", (name) => {
    expect(secretIn(name, "a", () => block("PRIVATE"))).toBe("a private key");
    expect(secretIn(name, "a", () => block("PUBLIC"))).toBeUndefined();
  });
  it.each(["a.txt", "README.md", "a.sig"])("is not looked for in %s", (name) => {
    expect(secretIn(name, "a", () => block("PRIVATE"))).toBeUndefined();
  });
});
