// Contexts in which two RUNs were not one, a shell changed what its program saw, and texts meant something else.
import { inRepository, notSafe, type RuleContexts } from "./context.ts";

const update = "RUN apt-get update";
const install = "RUN apt-get install -y curl";
const two = (first: string, second: string, before = ""): string =>
  `FROM debian:trixie-slim\n${before}${update}${first}\n${install}${second}\n`;

export const runsApart: RuleContexts = {
  rule: "updates/update-alone",
  contexts: [
    notSafe("the first puts bash in the place of sh", two(" && ln -sf bash /bin/sh", " && echo {a,b} > /braces")),
    notSafe(
      "a login shell reads a profile that the first writes",
      two(" && echo 'export A=1' >> /etc/profile", ' && test -n "$A"', 'SHELL ["/bin/bash", "-lc"]\n'),
    ),
    notSafe(
      "bash reads a BASH_ENV that the first writes",
      two(" && echo A=1 > /rc", ' && test -n "$A"', 'ENV BASH_ENV=/rc\nSHELL ["/bin/bash", "-c"]\n'),
    ),
    notSafe(
      "the first moves root's home",
      two(" && sed -i 's#:/root:#:/srv:#' /etc/passwd", " && cp /etc/hostname ~/"),
    ),
    notSafe("the first removes the working directory", two(" && rm -r /app", " && touch made", "WORKDIR /app\n")),
    notSafe("the first moves the working directory", two(" && mv /app /old", " && touch made", "WORKDIR /app\n")),
    notSafe(
      "the first links the working directory",
      two(" && rmdir /app && ln -s /srv /app", " && touch made", "WORKDIR /app\n"),
    ),
    notSafe(
      "a tmpfs of the first is gone in the second",
      "FROM debian:trixie-slim\nRUN --mount=type=tmpfs,target=/t apt-get update && touch /t/x\nRUN --mount=type=tmpfs,target=/t apt-get install -y curl && test ! -e /t/x\n",
    ),
    notSafe("/dev/shm is another in each RUN", two(" && touch /dev/shm/x", " && test ! -e /dev/shm/x")),
    notSafe("the first sets a variable", two(" && export A=1", ' && test -z "$A"')),
    notSafe("the first changes its folder", two(" && cd /tmp", " && touch here")),
    notSafe("the first sets a mask", two(" && umask 077", " && touch /made")),
    notSafe("the first leaves a process", two(" && (sleep 60 &)", " && ps > /processes")),
  ],
};

const python = "FROM python:3.13-slim\n";
const app = "COPY app.py /app/app.py\nWORKDIR /app\n";

export const shellsShow: RuleContexts = {
  rule: "build/shell-form-cmd",
  contexts: [
    notSafe("a shell sets PWD", `${python}${app}CMD python app.py\n`),
    notSafe("dash drops names that are no shell names", `${python}ENV server.port=9999\n${app}CMD python app.py\n`),
    notSafe("a dash in a name", `${python}ENV A-B=1\n${app}CMD python app.py\n`),
    notSafe("the parent's number", `${python}CMD python -c 'import os; print(os.environ["PPID"])'\n`),
    notSafe("OPTIND", `${python}ENV OPTIND=5\n${app}CMD python app.py\n`),
    notSafe("a wrong PWD of ENV", `${python}ENV PWD=/wrong\n${app}CMD python app.py\n`),
    notSafe("SHLVL of bash", 'FROM python:3.13\nSHELL ["/bin/bash", "-c"]\nCMD python app.py\n'),
    notSafe("Ruby", "FROM ruby:3.4\nENV server.port=9999\nWORKDIR /app\nCMD ruby app.rb\n"),
    notSafe("Spring on Debian", "FROM debian:13\nENV server.port=9999\nCMD java -jar /app.jar\n"),
    notSafe(
      "a child stage sets the name",
      `FROM python:3.13 AS base\n${app}CMD python app.py\nFROM base\nENV server.port=9999\n`,
    ),
    ...["npm", "node", "yarn"].map((name) =>
      inRepository(
        `a file ${name} in the working directory`,
        `FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ${name} start\n`,
        {
          [name]: "no program\n",
          "server.js": "\n",
        },
      ),
    ),
    notSafe("a file npm that a RUN makes", "FROM node:24\nWORKDIR /app\nRUN touch npm\nCMD npm start\n"),
  ],
};

const maintainer = "MAINTAINER Jo\n";
const labels = (before: string, label: string): string => `FROM debian:13\n${before}${label}\n${maintainer}`;

export const labelsSpelled: RuleContexts = {
  rule: "build/maintainer",
  contexts: [
    notSafe("a key over two lines", labels("", "LABEL org.opencontainers.image.\\\nauthors=Team")),
    notSafe("a key with quotes in it", labels("", 'LABEL org.opencontainers."image".authors=Team')),
    notSafe("a key with an escape", labels("", "LABEL org.opencontainers.image\\.authors=Team")),
    notSafe("a part of the key from ENV", labels("ENV X=author\n", "LABEL org.opencontainers.image.${X}s=Team")),
    notSafe("a part of the key from ARG", labels("ARG K=org.opencontainers.image\n", "LABEL $K.authors=Team")),
    notSafe("the legacy form", labels("", "LABEL org.opencontainers.image.authors Team")),
    notSafe("a quoted key in the legacy form", labels("", 'LABEL "org.opencontainers.image.authors" Team')),
    notSafe(
      "a key of the stage below",
      `FROM debian:13 AS a\nLABEL org.opencontainers.image."authors"=Team\nFROM a\n${maintainer}`,
    ),
  ],
};

const mounts = (options: string, name = "Builder"): string =>
  `FROM golang:1.25 AS ${name}\nRUN mkdir "/a-from=${name}"\nFROM debian:13\nRUN --mount=${options} ls /o > /listed\n`;

/** The fix may be offered where it edits the name of the stage alone. */
export const namesInPaths: readonly string[] = [
  mounts("type=bind,source=/a-from=Builder,target=/o,from=Builder"),
  mounts("type=bind,from=Builder,source=/a-from=Builder,target=/o"),
  mounts("type=bind,target=/o/-from=Builder,from=Builder"),
  mounts("type=cache,id=x-from=Builder,target=/o,from=Builder"),
];
