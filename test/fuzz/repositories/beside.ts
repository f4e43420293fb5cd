import { filled, largest, type Repository, type Trick } from "./repository.ts";

const evilGlobs = [
  "*a".repeat(28) + "b",
  "**/".repeat(30) + "x",
  "a*".repeat(60),
  "[a-z]".repeat(40) + "!",
  "?*".repeat(40) + "z",
  "{a,b}".repeat(20),
  "!(a|a)*".repeat(12),
  "+(a)".repeat(12),
  "@(a|aa)+".repeat(8),
  "[".repeat(300),
  "\\".repeat(301),
  "[a-".repeat(50),
  "(a+)+$",
  "!".repeat(100),
  "/".repeat(200),
  "***".repeat(50),
];
const long = "a".repeat(250);
const tree = (repository: Repository): void => {
  repository.file(long, "x");
  repository.file(`${"a/".repeat(60)}${long}`, "x");
};
const bomb = (levels: number): string =>
  `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]\n`).join("")}`;

/** What lies beside a Dockerfile and is read with it. */
export const beside: readonly Trick[] = [
  ...[".dockerignore", ".gitignore", "Dockerfile.dockerignore"].flatMap((name): Trick[] => [
    {
      name: `${name} of hostile globs`,
      make: (repository) => (tree(repository), repository.file(name, `${repository.random.pick(evilGlobs)}\n`)),
    },
    {
      name: `${name} of many globs`,
      make: (repository) => (
        tree(repository),
        repository.file(name, filled(`${repository.random.pick(evilGlobs).slice(0, 40)}\n`, largest))
      ),
    },
    {
      name: `${name} of many names`,
      make: ({ file }) =>
        file(
          name,
          Array.from({ length: 9000 }, (_, at) => `n${at}`)
            .join("\n")
            .slice(0, largest),
        ),
    },
    { name: `${name} as a link to zeros`, make: ({ link }) => link(name, "/dev/zero") },
    { name: `${name} as a link out`, make: ({ link }) => link(name, "../../../../../../etc/passwd") },
    { name: `${name} as a FIFO`, make: ({ fifo }) => fifo(name) },
    { name: `${name} as a device`, make: ({ device }) => device(name) },
    { name: `${name} as a folder`, make: ({ folder }) => folder(name) },
    {
      name: `${name} of noise`,
      make: ({ file, random }) => file(name, Buffer.from(Array.from({ length: 3000 }, () => random.below(256)))),
    },
    {
      name: `${name} of one long line`,
      make: ({ file, random }) =>
        file(name, filled(random.pick(["a", "*", "!", "[", "\\", " ", "a/", "**/", "[a-z]"]), largest)),
    },
  ]),
  ...["hullproof.yaml"].flatMap((name): Trick[] => [
    { name: "settings: aliases that grow", make: ({ file, random }) => file(name, bomb(random.pick([3, 8, 20]))) },
    { name: "settings: an alias of nothing", make: ({ file }) => file(name, "ignores: *x\n") },
    {
      name: "settings: hostile paths",
      make: (repository) => (
        tree(repository),
        repository.file(
          name,
          `ignores:\n  - { rule: build/no-healthcheck, paths: [${JSON.stringify(repository.random.pick(evilGlobs))}], reason: x }\n`,
        )
      ),
    },
    {
      name: "settings: many ignores",
      make: ({ file }) => file(name, `ignores:\n${filled("  - { rule: build/x, reason: x }\n", largest)}`),
    },
    {
      name: "settings: many hostile paths",
      make: ({ file, random }) =>
        file(
          name,
          `ignores:\n  - { rule: build/no-healthcheck, reason: x, paths: [${filled(`${JSON.stringify(random.pick(evilGlobs).slice(0, 60))}, `, largest)}] }\n`,
        ),
    },
    {
      name: "settings: deep",
      make: ({ file, random }) => file(name, random.pick(["[", "{a: ", "- ", "? ", "&a [", "'"]).repeat(9000)),
    },
    {
      name: "settings: a build context outside",
      make: ({ file, random }) =>
        file(name, `build: { context: ${random.pick(["..", "../..", "/", "/etc", "a/../../..", "out"])} }\n`),
    },
    {
      name: "settings: a linked build context",
      make: ({ file, link }) => (link("out", "/etc"), file(name, "build: { context: out }\n")),
    },
    {
      name: "settings: a Dockerfile outside",
      make: ({ file, random }) =>
        file(name, `build: { dockerfile: ${random.pick(["../x", "/etc/passwd", "/dev/zero", "a/../../b"])} }\n`),
    },
    {
      name: "settings: a hostile pattern",
      make: ({ file }) =>
        file(name, 'workload: { steps: [{ name: a, http: { port: 80, path: /, body: "^(a+)+$" } }] }\n'),
    },
    {
      name: "settings: as a link",
      make: ({ link, random }) => link(name, random.pick(["/dev/zero", "../../../etc/passwd", name, "gone"])),
    },
    { name: "settings: as a FIFO", make: ({ fifo }) => fifo(name) },
    { name: "settings: as a folder", make: ({ folder }) => folder(name) },
    {
      name: "settings: for the user alone",
      make: ({ file, random }) =>
        file(
          name,
          random.pick([
            "advisories: { mirror: http://127.0.0.1:9 }\n",
            "registries: { mirrors: { docker.io: 127.0.0.1:9 } }\n",
            "registries: { insecure: [a.example] }\n",
            "mirrors: { debian:12: x }\n",
          ]),
        ),
    },
    {
      name: "settings: noise",
      make: ({ file, random }) => file(name, Buffer.from(Array.from({ length: 2000 }, () => random.below(256)))),
    },
  ]),
  {
    name: "compose: aliases that grow",
    make: ({ file, random }) => file(random.pick(["compose.yaml", "docker-compose.yml"]), bomb(9)),
  },
  {
    name: "a file to copy: FIFO",
    make: ({ fifo, file, guilty }) => (fifo("f"), file("x.Dockerfile", `${guilty}COPY f /f\n`)),
  },
  {
    name: "a file to copy: zeros",
    make: ({ link, file, guilty }) => (
      link("f", "/dev/zero"),
      file("x.Dockerfile", `${guilty}COPY f .npmrc /f\n`),
      link(".npmrc", "/dev/zero")
    ),
  },
  {
    name: "a glob to copy",
    make: (repository) => (
      tree(repository),
      repository.file("x.Dockerfile", `${repository.guilty}COPY ${repository.random.pick(evilGlobs)} /x/\n`)
    ),
  },
  {
    name: "many files",
    make: ({ file }) => {
      for (let at = 0; at < 1500; at++) file(`f/${at}`, "");
    },
  },
  {
    name: "many Dockerfiles",
    make: ({ file, guilty }) => {
      for (let at = 0; at < 40; at++) file(`m${at}/Dockerfile`, guilty);
    },
  },
  { name: "a link to the root", make: ({ link }) => link("all", "/") },
  { name: "a link to itself as a folder", make: ({ link }) => link("self", ".") },
];
