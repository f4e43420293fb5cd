/**
 * Renews what is known of an engine's default filter of system calls, from the profiles that it publishes:
 *
 *     node scripts/default-seccomp.ts ENGINE DATE FOLDER
 *
 * ENGINE is docker, podman, containerd or cri-o; FOLDER holds one file a version, `29.5.0.json` or `2.3.1.go`, taken from the tag:
 *
 * - docker: moby, profiles/seccomp/default.json; from 29 on vendor/github.com/moby/profiles/seccomp/default.json
 * - podman, cri-o: vendor/github.com/containers/common/pkg/seccomp/seccomp.json; lately vendor/go.podman.io/common/...
 * - containerd: contrib/seccomp/seccomp_default.go
 *
 * Writes src/data/default-seccomp/ENGINE.ts in a form of our own: which calls, under which conditions, in which versions.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readContainerd } from "./default-seccomp/read-containerd.ts";
import { readOci } from "./default-seccomp/read-oci.ts";
import type { FlatRule, Published } from "./default-seccomp/flat-rule.ts";
import { withoutNamespaces } from "./default-seccomp/cri-o.ts";

const sources: Readonly<Record<string, string>> = {
  docker:
    "moby/moby, profiles/seccomp/default.json of each tag; from 29.0 on moby/profiles, seccomp/default.json, as vendored",
  podman: "containers/podman, the vendored pkg/seccomp/seccomp.json of containers/common of each tag",
  containerd: "containerd/containerd, contrib/seccomp/seccomp_default.go of each tag",
  "cri-o":
    "cri-o/cri-o, the vendored pkg/seccomp/seccomp.json of containers/common of each tag, without the calls that make namespaces " +
    "(internal/config/seccomp/seccomp.go of 1.36; earlier versions take fewer away)",
};

const [engine = "", read = "", folder = ""] = process.argv.slice(2);
const source = sources[engine];
if (source === undefined || !/^\d{4}-\d\d-\d\d$/u.test(read) || folder === "")
  throw new Error("node scripts/default-seccomp.ts docker|podman|containerd|cri-o YYYY-MM-DD FOLDER");

const profiles: Published[] = [];
const texts: string[] = [];
const versions: [string, number][] = [];
const numbers = (version: string) => version.split(".").map(Number);
const files = readdirSync(folder).toSorted((a, b) => {
  const [left, right] = [numbers(a.replace(/\.\w+$/u, "")), numbers(b.replace(/\.\w+$/u, ""))];
  return left.map((one, at) => one - (right[at] ?? 0)).find((one) => one !== 0) ?? 0;
});
for (const file of files) {
  const text = readFileSync(join(folder, file), "utf8");
  const plain = file.endsWith(".go") ? readContainerd(text) : readOci(text);
  const profile = engine === "cri-o" ? withoutNamespaces(plain) : plain;
  const key = JSON.stringify({
    errno: profile.errno,
    rules: profile.rules.map((rule) => JSON.stringify(rule)).toSorted(),
  });
  let at = texts.indexOf(key);
  if (at === -1) {
    at = texts.push(key) - 1;
    profiles.push(profile);
  }
  const last = versions.at(-1);
  if (last?.[1] !== at) versions.push([file.replace(/\.\w+$/u, ""), at]);
}

/** Condition and name -> the profiles that hold it. */
const held = new Map<string, Map<string, number[]>>();
for (const [at, { rules }] of profiles.entries())
  for (const { name, ...condition } of rules) {
    const names = held.get(JSON.stringify(condition)) ?? new Map<string, number[]>();
    const within = names.get(name) ?? [];
    if (!within.includes(at)) within.push(at);
    held.set(JSON.stringify(condition), names.set(name, within));
  }
const grouped = new Map<string, string[]>();
for (const [condition, names] of held)
  for (const [name, within] of names) {
    const key = JSON.stringify({
      ...(within.length === profiles.length ? {} : { in: ranges(within) }),
      ...(JSON.parse(condition) as Omit<FlatRule, "name">),
    });
    grouped.set(key, [...(grouped.get(key) ?? []), name]);
  }
const rules = [...grouped].map(([key, names]) => {
  const conditions = Object.entries(JSON.parse(key) as Record<string, string | number>);
  return `${conditions.map(([name, value]) => `${name} ${value}`).join("; ")}: ${names.toSorted().join(" ")}`;
});

const name = engine.replace("-", "");
const about = { engine, source, read, versions, errnos: profiles.map(({ errno }) => errno) };
const fields = Object.entries(about).map(([key, value]) => `${key}: ${JSON.stringify(value)},`);
writeFileSync(
  join(import.meta.dirname, `../src/data/default-seccomp/${engine}.ts`),
  `// Written by scripts/default-seccomp.ts. Do not edit.\nimport type { PublishedDefault } from "./published.ts";\n\n` +
    `export const ${name}: PublishedDefault = {\n${fields.join("\n")}\nrules: \`\n${wrapped(rules)}\n\`,\n};\n`,
);

/** A line a rule, long ones cut into several rules. */
function wrapped(lines: readonly string[]): string {
  const width = 150;
  return lines
    .flatMap((line) => {
      const [conditions = "", names = ""] = line.split(": ");
      const cut: string[] = [];
      for (const word of names.split(" ")) {
        const last = cut.at(-1);
        if (last === undefined || last.length + word.length >= width) cut.push(`${conditions}: ${word}`);
        else cut[cut.length - 1] = `${last} ${word}`;
      }
      return cut;
    })
    .join("\n");
}

function ranges(within: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < within.length;) {
    let end = at;
    while (within[end + 1] === (within[end] ?? 0) + 1) end++;
    parts.push(at === end ? `${within[at]}` : `${within[at]}-${within[end]}`);
    at = end + 1;
  }
  return parts.join(" ");
}
