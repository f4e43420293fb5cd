import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A made-up Dockerfile and the rules that must find something in it. */
interface Made {
  readonly text: string;
  readonly planted: readonly string[];
}

type Random = () => number;

/** Equal seeds give equal collections (mulberry32). */
function random(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(from: readonly T[], next: Random): T => from[Math.floor(next() * from.length)] as T;

// Bases, packages and habits in about the shares that a study of 9,884 public Dockerfiles found (docs/benchmarks.md).
const bases = [
  "ubuntu:24.04",
  "ubuntu",
  "alpine:3.22",
  "debian:13-slim",
  "golang:1.26",
  "node:24",
  "python:3.13-slim",
  "ruby:3.4",
];
const packages =
  "curl git wget ca-certificates build-essential python3 libssl-dev unzip jq openssh-client make gcc vim".split(" ");
const plants: readonly ((next: Random) => { line: string; rule: string })[] = [
  () => ({ line: "MAINTAINER someone", rule: "build/maintainer" }),
  (next) => ({ line: `ENV COLOUR ${pick(["red", "blue"], next)}`, rule: "build/legacy-env" }),
  () => ({ line: "ADD app.py /srv/app.py", rule: "build/add-instead-of-copy" }),
  () => ({ line: "CMD python3 /srv/app.py --port 8080", rule: "build/shell-form-cmd" }),
];

function system(base: string, next: Random): string {
  const wanted = Array.from({ length: 2 + Math.floor(next() * 9) }, () => pick(packages, next));
  if (base.startsWith("alpine")) return `RUN apk add ${next() < 0.5 ? "--no-cache " : ""}${wanted.join(" ")}`;
  const list = wanted.map((one) => `      ${one}`).join(" \\\n");
  const clean = next() < 0.4 ? " && \\\n    rm -rf /var/lib/apt/lists/*" : "";
  return `RUN apt-get update && \\\n    apt-get install -y${next() < 0.3 ? " --no-install-recommends" : ""} \\\n${list}${clean}`;
}

function build(next: Random): string {
  return pick(
    [
      "COPY requirements.txt ./\nRUN pip install -r requirements.txt",
      "COPY package.json package-lock.json ./\nRUN npm ci && npm run build",
      "COPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app ./cmd/app",
      'RUN set -ex; \\\n    for key in a b c; do \\\n      gpg --batch --recv-keys "$key" || exit 1; \\\n    done; \\\n    rm -rf "$HOME/.gnupg"',
      "RUN curl -fsSL https://example.org/tool.tar.gz -o /tmp/tool.tar.gz \\\n && tar -xzf /tmp/tool.tar.gz -C /opt \\\n && rm /tmp/tool.tar.gz",
    ],
    next,
  );
}

function make(next: Random): Made {
  const base = pick(bases, next);
  const plant = next() < 0.6 ? pick(plants, next)(next) : undefined;
  const lines = [
    ...(next() < 0.1 ? ["# syntax=docker/dockerfile:1"] : []),
    ...(next() < 0.2
      ? [`FROM ${pick(bases, next)} AS build`, "WORKDIR /src", build(next), `FROM ${base}`]
      : [`FROM ${base}`]),
    `LABEL org.opencontainers.image.title="app" org.opencontainers.image.version="1.${Math.floor(next() * 90)}"`,
    "# what the application needs",
    system(base, next),
    `ENV APP_HOME=/srv/app \\\n    LANG=C.UTF-8`,
    "WORKDIR /srv/app",
    build(next),
    "COPY . /srv/app",
    ...(plant === undefined ? [] : [plant.line]),
    ...(next() < 0.12 ? ["USER 1000:1000"] : []),
    "EXPOSE 8080",
    ...(plant?.line.startsWith("CMD") ? [] : ['CMD ["python3", "/srv/app/app.py"]']),
  ];
  return { text: `${lines.join("\n")}\n`, planted: plant === undefined ? [] : [plant.rule] };
}

/** Writes `count` Dockerfiles into `folder` and tells what was planted in each, by file name. */
export function writeCollection(folder: string, count: number): ReadonlyMap<string, readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const next = random(20_261_124);
  const planted = new Map<string, readonly string[]>();
  for (let index = 0; index < count; index++) {
    const name = `${String(index).padStart(5, "0")}.Dockerfile`;
    const made = make(next);
    writeFileSync(join(folder, name), made.text);
    planted.set(name, made.planted);
  }
  return planted;
}
