// Contexts in which a fix called safe stopped the build: a later step needs the files to be there.
import { notSafe, type RuleContexts, type SafeContext } from "./context.ts";

/** A command that fails, or leaves something else, once the files are gone: as a later RUN, in exec form, and in a child stage. */
function laterSteps(first: string, commands: readonly (readonly [about: string, command: string])[]): SafeContext[] {
  const child = first.replace(/^FROM \S+/, (from) => `${from} AS base`);
  return commands.flatMap(([about, command]) => [
    notSafe(`${about} (later RUN)`, `${first}RUN ${command}\n`),
    notSafe(`${about} (exec form)`, `${first}RUN ["sh", "-c", ${JSON.stringify(command)}]\n`),
    notSafe(`${about} (child stage)`, `${child}FROM base\nRUN ${command}\n`),
    notSafe(`${about} (heredoc)`, `${first}RUN <<'EOF'\nset -e\n${command}\nEOF\n`),
  ]);
}

const apt = "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y curl\n";
const lists = "/var/lib/apt/lists";

export const aptListsNeeded: RuleContexts = {
  rule: "cleanup/apt-lists",
  contexts: [
    ...laterSteps(apt, [
      ["rm -r of the lists without -f", `rm -r ${lists}/*`],
      ["rm -r of the folder that update makes", `rm -r ${lists}/partial`],
      ["rm of one file", `rm ${lists}/lock`],
      ["test -d", `test -d ${lists}/partial`],
      ["[ -e", `[ -e ${lists}/lock ]`],
      ["chown", `chown _apt ${lists}/partial`],
      ["chmod", `chmod 700 ${lists}/partial`],
      ["chgrp", `chgrp root ${lists}/lock`],
      ["touch below it", `touch ${lists}/partial/marker`],
      ["mkdir below it", `mkdir ${lists}/partial/more`],
      ["a redirection below it", `echo x > ${lists}/partial/marker`],
      ["echo with a glob", `echo ${lists}/* > /listed`],
      ["printf with a glob", `printf '%s\\n' ${lists}/*Packages* > /listed`],
      ["case with a glob", `case "$(echo ${lists}/*)" in *Packages*) ;; *) exit 1 ;; esac`],
    ]),
    notSafe("rm -r as words of an exec form", `${apt}RUN ["rm", "-r", "${lists}/partial"]\n`),
    notSafe("test as words of an exec form", `${apt}RUN ["test", "-d", "${lists}/partial"]\n`),
  ],
};

const apk = "FROM alpine:3.23\nRUN apk add curl\n";
const inOneRun = (script: string): string => `FROM alpine:3.23\nRUN ${script}\n`;

export const apkCacheNeeded: RuleContexts = {
  rule: "cleanup/apk-cache",
  contexts: [
    ...laterSteps(apk, [
      ["rm -r without -f", "rm -r /var/cache/apk/*"],
      ["rm of the index", "rm /var/cache/apk/APKINDEX*"],
      ["test of the index", 'test -n "$(ls /var/cache/apk)"'],
      ["chmod of the index", "chmod 600 /var/cache/apk/*"],
      ["echo with a glob", "echo /var/cache/apk/* > /listed"],
    ]),
    notSafe("set -e and rm -r in one RUN", inOneRun("set -e; apk add curl; rm -r /var/cache/apk/*")),
    notSafe("a list with rm -r at its end", inOneRun("apk add curl; rm -r /var/cache/apk/*")),
    notSafe("braces", inOneRun("{ apk add curl; rm -r /var/cache/apk/*; }")),
    notSafe("if", inOneRun("if apk add curl; then rm -r /var/cache/apk/*; fi")),
    notSafe("rm -r of it and of something else", inOneRun("apk add curl && rm -r /var/cache/apk/* /tmp/x")),
    notSafe("rm -r in a subshell", inOneRun("apk add curl && (rm -r /var/cache/apk/*)")),
    notSafe("rm -r whose failure counts", inOneRun("apk add curl && rm -r /var/cache/apk/* || exit 1")),
  ],
};

const pip = "FROM python:3.13-slim\nRUN pip install flask\n";

export const pipCacheNeeded: RuleContexts = {
  rule: "cleanup/pip-cache",
  contexts: [
    ...laterSteps(pip, [
      ["rm -r without -f", "rm -r /root/.cache/pip"],
      ["rm -r of the home's cache", "rm -r ~/.cache"],
      ["chown", "chown -R 1000 /root/.cache/pip"],
      ["chmod", "chmod -R 700 /root/.cache/pip"],
      ["test -d", "test -d /root/.cache/pip"],
      ["touch below it", "touch /root/.cache/pip/marker"],
    ]),
    notSafe("rm -r in the same RUN", "FROM python:3.13-slim\nRUN pip install flask && rm -r /root/.cache/pip\n"),
    notSafe("rm -r of the cache in the same RUN", "FROM python:3.13-slim\nRUN pip install flask && rm -r ~/.cache\n"),
    notSafe("rm -r after set -e", "FROM python:3.13-slim\nRUN set -e; pip install flask; rm -r /root/.cache/pip\n"),
  ],
};

const dnf = "FROM fedora:42\nRUN dnf install -y tomcat\n";

export const rpmCacheNeeded: RuleContexts = {
  rule: "cleanup/rpm-cache",
  contexts: laterSteps(dnf, [
    ["rm -r of dnf 5's cache", "rm -r /var/cache/libdnf5/*"],
    ["rm -r of dnf's cache", "rm -r /var/cache/dnf/*"],
    ["test -d", "test -d /var/cache/libdnf5"],
    ["chmod", "chmod -R 700 /var/cache/libdnf5/*"],
    ["echo with a glob", "echo /var/cache/libdnf5/* > /listed"],
  ]),
};
