import { execFileSync } from "node:child_process";
import { doubling } from "./doubling.ts";
import { members } from "./members.ts";
import { filledBy, large, list } from "./pieces.ts";
import type { Repository, Trick } from "./repository.ts";

const ranges: readonly Trick[] = [
  {
    name: "ranges: one service",
    make: ({ file }) =>
      file("compose.yaml", `services:\n  a:\n    image: a:1\n    ports: [${filledBy(() => '"1-65535:1-65535"')}]\n`),
  },
  {
    name: "ranges: addresses",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n  a:\n    image: a:1\n    ports: [${filledBy((at) => `"127.0.${at % 250}.1:1-65535:1-65535"`)}]\n`,
      ),
  },
  {
    name: "ranges: short ones",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n  a:\n    image: a:1\n    ports: [${filledBy((at) => `"${at % 60_000}-${(at % 60_000) + 15}:1-16"`)}]\n`,
      ),
  },
  {
    name: "ranges: many services",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n${filledBy((at) => `  s${at}:\n    image: a:1\n    ports: ["1-65535:1-65535"]\n    expose: ["1-65535"]`, "\n")}\n`,
      ),
  },
  {
    name: "ranges: a run line",
    make: ({ file }) =>
      file("run.sh", `docker run ${filledBy(() => "-p 1-65535:1-65535 --expose 1-65535", " ")} img\n`),
  },
  {
    name: "ranges: a unit",
    make: ({ file }) =>
      file(
        "a.container",
        `[Container]\nImage=a:1\n${filledBy(() => "PublishPort=1-65535:1-65535\nExposeHostPort=1-65535", "\n")}\n`,
      ),
  },
  {
    name: "ranges: EXPOSE",
    make: ({ file }) => file("e.Dockerfile", `FROM debian:13\n${filledBy(() => "EXPOSE 1-65535", "\n")}\n`),
  },
];

const settings = (name: string, text: () => string): Trick => ({
  name: `settings: ${name}`,
  make: ({ file }) => file("hullproof.yaml", text()),
});
const wide: readonly Trick[] = [
  settings("a list of empty entries", () => `ignores: [${filledBy(() => "{}", ",")}]\n`),
  settings("keys that are not known", () => `${filledBy((at) => `k${at}: 1`, "\n")}\n`),
  settings("rules that are not known", () => `rules: { ${filledBy((at) => `build/x${at}: off`)} }\n`),
  {
    name: "JSON: containers without end",
    make: ({ file }) => file("inspect.json", `[${filledBy(() => '{"Id":"a","Config":{},"HostConfig":{}}', ",")}]`),
  },
  {
    name: "JSON: deep",
    make: ({ file }) =>
      file("pod.json", `{"apiVersion":"v1","kind":"Pod","spec":${"[".repeat(200_000)}${"]".repeat(200_000)}}`),
  },
  { name: "YAML: deep", make: ({ file }) => file("compose.yaml", `services: ${"{a: ".repeat(60_000)}`) },
  {
    name: "one line: a RUN",
    make: ({ file }) => file("l.Dockerfile", `FROM debian:13\nRUN ${"apt-get install -y a; ".repeat(2_900)}\n`),
  },
  {
    name: "one line: a label",
    make: ({ file }) => file("l.Dockerfile", `FROM debian:13\nLABEL a="${"x".repeat(65_000)}"\n`),
  },
  {
    name: "one line: a script",
    make: ({ file }) =>
      file("run.sh", `docker run ${"x".repeat(large)} a\ndocker run -v ${"/x".repeat(large / 2)}:/a b\n`),
  },
  {
    name: "one line: a name",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n  ${"a".repeat(200_000)}:\n    image: a:1\n    privileged: true\n    cap_add: [ALL]\n`,
      ),
  },
  {
    name: "one line: letters of two columns",
    make: ({ file }) => file("run.sh", `docker run --cap-add=${"漢".repeat(200_000)} --privileged img\n`),
  },
  {
    name: "one line: marks on one letter",
    make: ({ file }) => file("run.sh", `docker run --cap-add=a${"\u0301".repeat(200_000)} img\n`),
  },
];

/** Made with Git's own plumbing: what `check --baseline HEAD` reads. */
const commits: readonly Trick[] = [
  { name: "commit: equal trees in each other", baseline: "HEAD", make: (repository) => commit(repository, "trees") },
  { name: "commit: equal files", baseline: "HEAD", make: (repository) => commit(repository, "files") },
  ...(["wrong", "empty", "nested", "accepted"] as const).map((kind): Trick => ({
    name: `report: ${kind}`,
    baseline: "base.json",
    make: ({ file }) => file("base.json", reports[kind]()),
  })),
];

const reports = {
  wrong: () => `{"schemaVersion":1,"targets":[],"findings":[${filledBy(() => '{"rule":"a"}', ",")}]}`,
  empty: () => `{"findings":[${filledBy(() => "[]", ",")}]}`,
  nested: () => `{"findings":${"[".repeat(400_000)}${"]".repeat(400_000)}}`,
  accepted: () => `{"schemaVersion":1,"kind":"accepted-findings","findings":[${filledBy(() => "{}", ",")}]}`,
} as const;

function commit({ root, folder }: Repository, kind: "trees" | "files"): void {
  const git = (args: readonly string[], input: string | Buffer = "") =>
    execFileSync("git", args, { cwd: root, input, stdio: ["pipe", "pipe", "ignore"], maxBuffer: 1 << 20 })
      .toString()
      .trim();
  folder(".");
  git(["-c", "init.defaultBranch=main", "init", "-q"]);
  const tree = (mode: string, id: string, count: number) =>
    git(["mktree"], `${list(count, (at) => `${mode} ${mode === "040000" ? "tree" : "blob"} ${id}\tn${at}`, "\n")}\n`);
  let top: string;
  if (kind === "trees") {
    top = tree("100644", git(["hash-object", "-w", "--stdin"], "FROM a\n"), 1);
    for (let depth = 0; depth < 40; depth++) top = tree("040000", top, 10);
  } else top = tree("100644", git(["hash-object", "-w", "--stdin"], Buffer.alloc(64 * 1024 * 1024)), 250);
  const author = ["-c", "user.name=a", "-c", "user.email=a@a.example"];
  git(["update-ref", "refs/heads/main", git([...author, "commit-tree", top, "-m", "x"])]);
}

/** What is large by its number: members of lists, lengths of values, ports of ranges, elements of reports, equal objects of a commit. */
export const numerous: readonly Trick[] = [...members, ...doubling, ...ranges, ...wide, ...commits];
