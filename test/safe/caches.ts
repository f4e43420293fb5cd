import { notSafe, safe, type RuleContexts } from "./context.ts";

const apk = "FROM alpine:3.23\nRUN apk add jq\n";
const apkUpdate = "FROM alpine:3.23\nRUN apk update && apk add jq\n";
const dnf = "FROM fedora:42\nRUN dnf install -y tomcat\n";
const pip = "FROM python:3.13-slim\nRUN pip install flask==3.1.2\n";

export const apkCache: RuleContexts = {
  rule: "cleanup/apk-cache",
  contexts: [
    safe("nothing follows", apk),
    safe("an official image on Alpine", "FROM python:3.13-alpine\nRUN apk add gcc\n"),
    safe("an Alpine of its own in the tag", "FROM node:24-alpine3.22\nRUN apk add gcc\n"),
    safe("a later RUN brings its own index", `${apkUpdate}RUN apk add --no-cache curl\nRUN mkdir /srv/x\n`),
    safe("Alpine 3.3", "FROM alpine:3.3\nRUN apk add jq\n"),
    safe("edge", "FROM alpine:edge\nRUN apk add jq\n"),
    notSafe("a digest, which says no release", `FROM alpine@sha256:${"4c".repeat(32)}\nRUN apk add jq\n`),
    notSafe("a digest beside a tag", `FROM alpine:latest@sha256:${"4c".repeat(32)}\nRUN apk add jq\n`),
    notSafe("Alpine 3.2", "FROM alpine:3.2\nRUN apk add jq\n"),
    notSafe("Alpine 2.7", "FROM alpine:2.7\nRUN apk add jq\n"),
    notSafe("a patch release of 3.2", "FROM alpine:3.2.3\nRUN apk add jq\n"),
    notSafe("Alpine 3.1 in a variant's tag", "FROM python:2.7-alpine3.1\nRUN apk add jq\n"),
    notSafe("a base of someone else", "FROM example/alpine:3.23\nRUN apk add jq\n"),
    notSafe("a base from an ARG", "ARG VERSION=3.23\nFROM alpine:$VERSION\nRUN apk add jq\n"),
    notSafe("no Alpine by its tag", "FROM python:3.13-slim\nRUN apk add jq\n"),
    notSafe("a program that may add", `${apk}COPY install_dev /opt/\nRUN /opt/install_dev\n`),
    notSafe("apk search in the same RUN", "FROM alpine:3.23\nRUN apk update && apk add jq && apk search -e curl\n"),
    notSafe("an opaque program in the same RUN", "FROM alpine:3.23\nRUN apk add jq && /opt/install_dev\n"),
    notSafe("a copy of the cache in the same RUN", "FROM alpine:3.23\nRUN apk add jq && cp -r /var/cache/apk /x\n"),
    safe(
      "two calls in one RUN",
      "FROM alpine:3.23\nRUN apk update && apk add jq && apk add curl && rm -rf /var/cache/apk/*\n",
    ),
    notSafe("apk search reads the index", `${apk}RUN apk search -e curl\n`),
    notSafe("an entrypoint that may add", `${apk}COPY start /start\nENTRYPOINT ["/start"]\n`),
    notSafe("a trigger", `${apk}ONBUILD RUN apk add curl\n`),
    notSafe(
      "a stage built on it",
      "FROM alpine:3.23 AS base\nRUN apk update && apk add jq\nFROM base AS dev\nRUN make deps\nFROM base\n",
    ),
    notSafe(
      "COPY --from of the cache",
      "FROM alpine:3.23 AS base\nRUN apk add jq\nFROM alpine:3.23 AS x\nCOPY --from=base /var/cache /c\nFROM base\n",
    ),
    notSafe(
      "a cache folder of its own",
      `FROM alpine:3.23\nRUN mkdir /etc/apk/cache\n${apk.slice(17)}RUN cp -r /etc/apk/cache /x\n`,
    ),
    notSafe("PATH", `FROM alpine:3.23\nENV PATH=/opt:$PATH\nRUN apk add jq\n`),
    notSafe("SHELL", `FROM alpine:3.23\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN apk add jq\n`),
    notSafe("a copy over apk", `FROM alpine:3.23\nCOPY apk /sbin/apk\nRUN apk add jq\n`),
    notSafe("no network", `FROM alpine:3.23\nRUN --network=none apk add jq\n`),
    notSafe(
      "a mount at the cache's folder",
      `FROM alpine:3.23\nRUN --mount=type=bind,source=c,target=/etc/apk/cache apk add jq\n`,
    ),
    notSafe("a function", `FROM alpine:3.23\nRUN apk() { /sbin/apk "$@"; }; apk add jq\n`),
  ],
};

export const rpmCache: RuleContexts = {
  rule: "cleanup/rpm-cache",
  contexts: [
    safe("nothing follows", dnf),
    safe("a later install has a network", `${dnf}RUN dnf install -y jq && dnf clean all\n`),
    notSafe("another manager behind it", `${dnf}RUN npm ci --ignore-scripts\nCMD ["node", "server.js"]\n`),
    safe("yum of an Enterprise Linux", "FROM rockylinux:9\nRUN yum install -y tomcat\n"),
    safe("microdnf is a program of its own", "FROM almalinux:9\nRUN microdnf install -y tomcat\n"),
    notSafe("a program that may work offline", `${dnf}COPY install_dev /opt/\nRUN /opt/install_dev\n`),
    notSafe("a later RUN without a network", `${dnf}RUN --network=none dnf install -y jq && dnf clean all\n`),
    notSafe("a later RUN by the cache", `${dnf}RUN dnf install -y --cacheonly jq\n`),
    notSafe("a copy of the cache", `${dnf}RUN cp -r /var/cache /backup\n`),
    notSafe(
      "COPY --from",
      "FROM fedora:42 AS base\nRUN dnf install -y tomcat\nFROM fedora:42 AS x\nCOPY --from=base /var/cache/dnf /c\nFROM base\n",
    ),
    notSafe(
      "RUN --mount=from",
      "FROM fedora:42 AS base\nRUN dnf install -y tomcat\nFROM fedora:42 AS x\nRUN --mount=from=base,target=/m cp -r /m/var /x\nFROM base\n",
    ),
    notSafe("a base of someone else", "FROM registry.example/ubi9\nRUN dnf install -y tomcat\n"),
    notSafe("another user", "FROM fedora:42\nUSER app\nRUN sudo dnf install -y tomcat\n"),
    notSafe("PATH", "FROM fedora:42\nENV PATH=/opt/bin:$PATH\nRUN dnf install -y tomcat\n"),
    notSafe("a copy over dnf", "FROM fedora:42\nCOPY dnf /usr/bin/dnf\nRUN dnf install -y tomcat\n"),
    notSafe(
      "a mount within the cache",
      "FROM fedora:42\nRUN --mount=type=bind,source=k,target=/var/cache/libdnf5/keep dnf install -y tomcat\n",
    ),
    notSafe("a trigger", `${dnf}ONBUILD RUN dnf -C install -y x\n`),
    notSafe("CMD names the cache", `${dnf}CMD ["tar", "c", "/var/cache/dnf"]\n`),
    notSafe("a VOLUME over it", `${dnf}VOLUME ["/var/cache"]\n`),
    notSafe("an alias", "FROM fedora:42\nRUN alias dnf='dnf -C'; dnf install -y tomcat\n"),
  ],
};

export const pipCache: RuleContexts = {
  rule: "cleanup/pip-cache",
  contexts: [
    safe("nothing follows", pip),
    notSafe(
      "a server starts",
      `FROM python:3.13-slim\nCOPY requirements.txt /\nRUN pip install -r requirements.txt\nCOPY . /app\nCMD ["python", "/app/main.py"]\n`,
    ),
    safe(
      "pip of Debian 12",
      "FROM debian:12\nRUN apt-get update && apt-get install -y python3-pip && rm -rf /var/lib/apt/lists/*\nRUN pip3 install flask==3.1.2\n",
    ),
    safe("a later install has a network", `${pip}RUN pip install --no-cache-dir django==5.2\n`),
    safe("the newest pip", "FROM python:3.13-slim\nRUN pip install --upgrade pip\nRUN pip install flask==3.1.2\n"),
    safe("python 2.7 of its last build", "FROM python:2.7-slim\nRUN pip install flask==1.1.4\n"),
    notSafe("a digest, which says no release", `FROM python@sha256:${"4c".repeat(32)}\nRUN pip install flask\n`),
    notSafe("Debian 8", "FROM debian:8\nRUN pip install flask\n"),
    notSafe("Debian by its name", "FROM debian:jessie-slim\nRUN pip install flask\n"),
    notSafe("Ubuntu 14.04", "FROM ubuntu:14.04\nRUN pip install flask\n"),
    notSafe("Ubuntu by its name", "FROM ubuntu:trusty\nRUN pip install flask\n"),
    notSafe("an old Python", "FROM python:2.7.8\nRUN pip install flask\n"),
    notSafe("an old Python 3", "FROM python:3.4.2-slim\nRUN pip install flask\n"),
    notSafe("Alpine 3.2", "FROM alpine:3.2\nRUN pip install flask\n"),
    notSafe(
      "a copy of the cache in the same RUN",
      "FROM python:3.13\nRUN pip install flask && cp -r /root/.cache/pip /wheels\n",
    ),
    notSafe("an opaque program in the same RUN", "FROM python:3.13\nCOPY x /opt/\nRUN pip install flask && /opt/x\n"),
    safe("two installs in one RUN", "FROM python:3.13\nRUN pip install flask==3.1.2 && pip install django==5.2\n"),
    notSafe("a base of someone else", "FROM nvidia/cuda:12\nRUN pip install flask\n"),
    notSafe("a base from an ARG", "ARG V=3.13\nFROM python:$V\nRUN pip install flask\n"),
    notSafe("an older pip by version", "FROM python:2.7\nRUN pip install pip==1.5.6\nRUN pip install flask\n"),
    notSafe("an older pip by range", "FROM python:2.7\nRUN pip install 'pip<6'\nRUN pip install flask\n"),
    notSafe(
      "a pip from elsewhere",
      "FROM python:3.13\nRUN curl -sS https://example.com/get-pip.py | python\nRUN pip install flask\n",
    ),
    notSafe("a pip of a folder of its own", "FROM python:3.13\nRUN /opt/old/bin/pip install flask\n"),
    notSafe("an opaque program behind it", `${pip}COPY Makefile .\nRUN make deps\n`),
    notSafe("a copy of the cache", `${pip}RUN cp -r /root/.cache/pip /wheels\n`),
    notSafe("a copy by $HOME", `${pip}RUN cp -r $HOME/.cache /wheels\n`),
    notSafe(
      "COPY --from of the home",
      "FROM python:3.13 AS base\nRUN pip install flask\nFROM python:3.13 AS x\nCOPY --from=base /root /root\nFROM base\n",
    ),
    notSafe("an install without an index", `${pip}RUN pip install --no-cache-dir --no-index --find-links=/wheels x\n`),
    notSafe("a later RUN without a network", `${pip}RUN --network=none pip install --no-cache-dir flask\n`),
    notSafe("PATH", "FROM python:3.13\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask\n"),
    notSafe("a copy over pip", "FROM python:3.13\nCOPY pip /usr/local/bin/pip\nRUN pip install flask\n"),
    notSafe("a trigger", `${pip}ONBUILD RUN pip install -r requirements.txt\n`),
    notSafe("CMD names the cache", `${pip}CMD ["tar", "c", "/root/.cache/pip"]\n`),
  ],
};

export const updateAlone: RuleContexts = {
  rule: "updates/update-alone",
  contexts: [
    safe("one behind the other", "FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl\n"),
    safe(
      "a comment between",
      "FROM debian:13\nRUN apt-get update\n# tools\nRUN apt-get install -y curl && curl --version\n",
    ),
    notSafe(
      "any base, as nothing but the text is joined",
      "FROM example/base\nRUN apt-get update\nRUN apt-get install -y curl\n",
    ),
    safe(
      "pipefail",
      'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN apt-get update\nRUN apt-get install -y curl\n',
    ),
    notSafe(
      "the same mounts",
      "FROM debian:13\nRUN --mount=type=cache,target=/var/cache/apt apt-get update\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y curl\n",
    ),
    notSafe(
      "the second fetches its own",
      "FROM debian:13\nRUN apt-get update\nRUN apt-get update && apt-get install -y curl\n",
    ),
    notSafe("nothing uses it", "FROM debian:13\nRUN apt-get update\nRUN mkdir /x\n"),
    notSafe("nothing follows", "FROM debian:13\nRUN apt-get update\n"),
    notSafe("a package file needs no lists", "FROM debian:13\nCOPY a.deb /\nRUN apt-get update\nRUN dpkg -i /a.deb\n"),
    notSafe("USER between", "FROM debian:13\nRUN apt-get update\nUSER app\nRUN apt-get install -y curl\n"),
    notSafe("ENV between", "FROM debian:13\nRUN apt-get update\nENV A=1\nRUN apt-get install -y curl\n"),
    notSafe(
      "a failure of the second is hidden",
      "FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl || true\n",
    ),
    notSafe(
      "a failure of the first is hidden",
      "FROM debian:13\nRUN apt-get update || true\nRUN apt-get install -y curl\n",
    ),
    notSafe("the first ends by `;`", "FROM debian:13\nRUN apt-get update; true\nRUN apt-get install -y curl\n"),
    notSafe("a pipe", "FROM debian:13\nRUN apt-get update | tee /log\nRUN apt-get install -y curl\n"),
    notSafe("other flags", "FROM debian:13\nRUN --network=host apt-get update\nRUN apt-get install -y curl\n"),
    notSafe(
      "other mounts",
      "FROM debian:13\nRUN --mount=type=cache,target=/a apt-get update\nRUN --mount=type=cache,target=/b apt-get install -y curl\n",
    ),
    notSafe("a heredoc", "FROM debian:13\nRUN apt-get update\nRUN <<EOF\napt-get install -y curl\nEOF\n"),
    notSafe("exec form", 'FROM debian:13\nRUN ["apt-get", "update"]\nRUN ["apt-get", "install", "-y", "curl"]\n'),
    notSafe(
      "a wrapper as the shell",
      'FROM debian:13\nSHELL ["/bin/sh", "/opt/wrapper.sh"]\nRUN apt-get update\nRUN apt-get install -y curl\n',
    ),
    notSafe(
      "a shell that reads no list",
      'FROM debian:13\nSHELL ["/opt/sh", "-c"]\nRUN apt-get update\nRUN apt-get install -y curl\n',
    ),
    notSafe("triggers", "FROM debian:13\nONBUILD RUN apt-get update\nONBUILD RUN apt-get install -y curl\n"),
    notSafe("set -e ahead of it", "FROM debian:13\nRUN set -e; apt-get update\nRUN apt-get install -y curl\n"),
    notSafe("another stage", "FROM debian:13 AS a\nRUN apt-get update\nFROM a\nRUN apt-get install -y curl\n"),
    notSafe("it goes to the background", "FROM debian:13\nRUN apt-get update &\nRUN apt-get install -y curl\n"),
  ],
};
