import { execFileSync } from "node:child_process";
import type { Repository, Trick } from "./repository.ts";

/** Bytes of one hostile file here: what only a large one shows. */
const large = 900_000;

const list = (count: number, piece: (at: number) => string, between = ", "): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join(between);
/** As many pieces as fit. */
const filledBy = (piece: (at: number) => string, between = ", "): string => {
  const parts: string[] = [];
  let bytes = 0;
  for (let at = 0; bytes < large; at++) {
    const part = piece(at);
    parts.push(part);
    bytes += part.length + between.length;
  }
  return parts.join(between);
};

const script = (name: string, flags: (at: number) => string): Trick => ({
  name: `members: ${name}`,
  make: ({ file, random }) =>
    file(random.pick(["README.sh", "run.sh", "a/b.bash"]), `docker run ${filledBy(flags, " ")} img\n`),
});
const service = (key: string, item: (at: number) => string): Trick => ({
  name: `members: ${key} of a service`,
  make: ({ file, random }) =>
    file(
      random.pick(["compose.yaml", "docker-compose.yml"]),
      `services:\n  a:\n    image: a:1\n    ${key}: [${filledBy(item)}]\n`,
    ),
});
const pod = (name: string, spec: () => unknown): Trick => ({
  name: `members: ${name} of a pod`,
  make: ({ file }) =>
    file("pod.json", JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: spec() })),
});
const container = (fields: object) => ({ name: "a", image: "a:1", ...fields });
const many = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const unit = (key: string, value: (at: number) => string): Trick => ({
  name: `members: ${key} of a unit`,
  make: ({ file }) => file("a.container", `[Container]\nImage=a:1\n${filledBy((at) => `${key}=${value(at)}`, "\n")}\n`),
});
const line = (keyword: string, word: (at: number) => string): Trick => ({
  name: `members: words of ${keyword}`,
  make: ({ file }) => file("m.Dockerfile", `FROM debian:13\n${keyword} ${filledBy(word, " \\\n  ")}\n`),
});

/** One flag, key or instruction with thousands of members that a rule has to say something of. */
const members: readonly Trick[] = [
  {
    name: "members: names of one --cap-drop",
    make: ({ file }) =>
      file("README.md", `\`\`\`sh\ndocker run --cap-drop=${list(15_000, (at) => `X${at}`, ",")} img\n\`\`\`\n`),
  },
  script("--cap-add", (at) => `--cap-add=X${at}`),
  script("-p", (at) => `-p ${at % 65_536}:${at % 65_536}`),
  script("-v", (at) => `-v /etc:/a${at}`),
  script("-e", (at) => `-e DB_PASSWORD${at}=Tr0ub4dor${at}`),
  script("--device", (at) => `--device /dev/sda:/dev/a${at}`),
  script("--sysctl", (at) => `--sysctl kernel.a${at}=1`),
  script("--ulimit", (at) => `--ulimit nproc=${at}`),
  script("--security-opt", (at) => `--security-opt label=type:a${at}`),
  {
    name: "members: run lines",
    make: ({ file }) => file("run.sh", `${filledBy((at) => `docker run --privileged -v /:/h a:${at}`, "\n")}\n`),
  },
  service("cap_add", (at) => `X${at}`),
  service("cap_drop", (at) => `X${at}`),
  service("ports", (at) => `"${at % 65_536}:${at % 65_536}"`),
  service("volumes", (at) => `"/etc:/a${at}"`),
  service("devices", (at) => `"/dev/sda:/dev/a${at}"`),
  service("environment", (at) => `"DB_PASSWORD${at}=Tr0ub4dor${at}"`),
  service("security_opt", (at) => `"label=type:a${at}"`),
  service("device_cgroup_rules", (at) => `"c 1:${at} rwm"`),
  service("tmpfs", (at) => `"/a${at}:exec"`),
  service("env_file", (at) => `"${at}.env"`),
  service("extra_hosts", (at) => `"a${at}:10.0.0.1"`),
  pod("capabilities", () => ({
    containers: [container({ securityContext: { capabilities: { add: many(30_000, (at) => `X${at}`) } } })],
  })),
  pod("ports", () => ({
    containers: [container({ ports: many(12_000, (at) => ({ containerPort: at + 1, hostPort: at + 1 })) })],
  })),
  pod("volumes", () => ({
    containers: [container({})],
    volumes: many(12_000, (at) => ({ name: `v${at}`, hostPath: { path: "/etc" } })),
  })),
  pod("variables", () => ({
    containers: [container({ env: many(12_000, (at) => ({ name: `DB_PASSWORD${at}`, value: `Tr0ub4dor${at}` })) })],
  })),
  pod("containers", () => ({
    containers: many(3_000, (at) => ({ name: `a${at}`, image: "a:1", securityContext: { privileged: true } })),
  })),
  unit("AddCapability", (at) => `X${at}`),
  unit("PublishPort", (at) => `${at % 65_536}:${at % 65_536}`),
  unit("Volume", (at) => `/etc:/a${at}`),
  unit("Environment", (at) => `DB_PASSWORD${at}=Tr0ub4dor${at}`),
  line("EXPOSE", (at) => `${70_000 + at}`),
  line("LABEL", (at) => `"a b${at}"=x`),
  line("ENV", (at) => `DB_PASSWORD${at}=Tr0ub4dor${at}`),
  line("COPY", (at) => `/etc/a${at}`),
  line("RUN pip install", (at) => `p${at}`),
  line("RUN apt-get install -y", (at) => `p${at}=1.${at}`),
  line("RUN chmod 777", (at) => `/a${at}`),
];

const doubled = (count: number, name: (at: number) => string, one: (at: number) => string): string =>
  list(count, (at) => `${name(at + 1)}${one(at)}`, "\n");
const dockerfile = (name: string, text: string): Trick => ({
  name: `doubling: ${name}`,
  make: ({ file, random }) => file("d.Dockerfile", text.replaceAll("40", `${random.pick([25, 40, 60])}`)),
});
const twice = (keyword: string, count = 40): string =>
  `${keyword} A0=x\n${doubled(
    count,
    (at) => `${keyword} A${at}=`,
    (at) => `$A${at}$A${at}`,
  )}\n`;
/** As long as a value may be, and used again and again. */
const longest = twice("ARG", 19);

/** Variables whose values grow with each line, in every language that is expanded. */
const doubling: readonly Trick[] = [
  dockerfile("ARG", `FROM debian:13\n${twice("ARG")}RUN echo $A40\n`),
  dockerfile("ENV", `FROM debian:13\n${twice("ENV")}USER $A40\n`),
  dockerfile("ARG before FROM", `${twice("ARG")}FROM debian:$A40\nRUN a\n`),
  dockerfile(
    "defaults",
    `FROM debian:13\n${doubled(
      40,
      (at) => `ARG A${at}=`,
      (at) => `\${A${at}:-\${B${at}:-xx}}\${A${at}:-yy}`,
    )}\nUSER $A40\n`,
  ),
  dockerfile(
    "replacements",
    `FROM debian:13\nARG A0=xxxxxxxx\n${doubled(
      40,
      (at) => `ARG A${at}=`,
      (at) => `\${A${at}//x/xxxxxxxx}`,
    )}\nUSER $A40\n`,
  ),
  dockerfile("values of labels", `FROM debian:13\n${longest}${filledBy((at) => `LABEL l${at}=x$A19`, "\n")}\n`),
  dockerfile("values of values", `FROM debian:13\n${longest}${filledBy((at) => `ENV B${at}=x$A19`, "\n")}\n`),
  dockerfile(
    "uses",
    `FROM debian:13\n${longest}${filledBy((at) => `WORKDIR x$A19\nUSER ${at}$A19\nEXPOSE $A19\nVOLUME $A19`, "\n")}\n`,
  ),
  dockerfile("names of bases", `${longest}${filledBy((at) => `FROM x$A19 AS s${at}\nRUN x`, "\n")}\n`),
  dockerfile("heredocs", `FROM debian:13\n${longest}COPY <<E /a\n${filledBy(() => "$A19", " ")}\nE\n`),
  dockerfile(
    "variables of a RUN",
    `FROM debian:13\nRUN A0=x; ${list(40, (at) => `A${at + 1}=$A${at}$A${at}`, "; ")}; apt-get install -y $A40\n`,
  ),
  {
    name: "doubling: variables of a script",
    make: ({ file }) =>
      file(
        "run.sh",
        `A0=x\n${doubled(
          40,
          (at) => `A${at}=`,
          (at) => `$A${at}$A${at}`,
        )}\ndocker run -v $A40:/a img\n`,
      ),
  },
  {
    name: "doubling: variables of a makefile",
    make: ({ file }) =>
      file(
        "Makefile",
        `A0=x\n${doubled(
          40,
          (at) => `A${at}=`,
          (at) => `$(A${at})$(A${at})`,
        )}\nrun:\n\tdocker run -v $(A40):/a img\n`,
      ),
  },
  ...[40, 19].map((count): Trick => ({
    name: `doubling: ${count} variables of .env`,
    make: ({ file }) => {
      file(
        ".env",
        `A0=x\n${doubled(
          count,
          (at) => `A${at}=`,
          (at) => `\${A${at}}\${A${at}}`,
        )}\n`,
      );
      file(
        "compose.yaml",
        `services:\n  a:\n    image: a:1\n    environment:\n${filledBy((at) => `      B${at}: "x\${A${count}}"`, "\n")}\n`,
      );
    },
  })),
  ...[40, 19].map((count): Trick => ({
    name: `doubling: ${count} variables of a pod`,
    make: ({ file }) =>
      file(
        "pod.json",
        JSON.stringify({
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: "a" },
          spec: {
            containers: [
              container({
                env: [
                  { name: "A0", value: "x" },
                  ...many(count, (at) => ({ name: `A${at + 1}`, value: `$(A${at})$(A${at})` })),
                  ...many(8_000, (at) => ({ name: `B${at}`, value: `x$(A${count})` })),
                ],
              }),
            ],
          },
        }),
      ),
  })),
  {
    name: "doubling: services that extend each other",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n  s0:\n    image: a:1\n${filledBy((at) => `  s${at + 1}:\n    extends: s${at}\n    cap_add: [C${at}]`, "\n")}\n`,
      ),
  },
  {
    name: "doubling: many services that extend a large one",
    make: ({ file }) =>
      file(
        "compose.yaml",
        `services:\n  s:\n    image: a:1\n    cap_add: [${list(2_000, (at) => `C${at}`)}]\n${filledBy((at) => `  s${at}:\n    extends: s`, "\n")}\n`,
      ),
  },
  {
    name: "doubling: aliases",
    make: ({ file, random }) =>
      file(
        "compose.yaml",
        `x-a0: &a0 [a, b, c, d, e, f]\n${doubled(
          random.pick([5, 9, 30]),
          (at) => `x-a${at}: &a${at} `,
          (at) => `[${list(9, () => `*a${at}`)}]`,
        )}\nservices:\n  a:\n    image: a:1\n    cap_add: *a5\n`,
      ),
  },
];

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
