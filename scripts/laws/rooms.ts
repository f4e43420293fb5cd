// Who may import whom: the only place where it is said. `npm run generate` writes the linter's configuration and the table of docs/design.md from it.

/** A folder of src, or a file beside them. */
export interface Room {
  readonly name: string;
  /** For a reader. */
  readonly what: string;
  /** Rooms whose values and types it may use; `room/part` is one folder of a room. */
  readonly imports: readonly string[];
  /** Rooms of which it may use types alone. */
  readonly typesOf?: readonly string[];
  /** Modules of Node; `any` for what deals with the outside. */
  readonly node: readonly string[] | "any";
  /** npm packages. */
  readonly packages: readonly string[] | "any";
}

const pure = { node: [], packages: [] } as const;
const outside = { node: "any", packages: "any" } as const;

/** In the order in which data flows. */
export const rooms: readonly Room[] = [
  {
    name: "domain",
    what: "the words: practice, finding, evidence, fix, workload, trial, profile, proof, report",
    imports: [],
    ...pure,
  },
  { name: "text", what: "pure helpers on text: globs, limits of work", imports: ["domain"], ...pure },
  {
    name: "secrets",
    what: "whether a name or value is a secret, and how values are masked; pure",
    imports: ["domain", "text"],
    ...pure,
  },
  {
    name: "data",
    what: "facts that age: known programs and bases, each with its source",
    imports: ["domain"],
    ...pure,
  },
  {
    name: "formats",
    what: "decoders and encoders of bytes and text: Dockerfile, shell, run lines, Compose, Kubernetes, JSON, TOML, tar, package URLs, SBOM, VEX, advisories; pure",
    imports: ["domain", "text", "secrets", "data"],
    node: ["buffer"],
    packages: ["saxes", "unbash", "yaml"],
  },
  {
    name: "edits",
    what: "edits by range of a Dockerfile, of the shell in it, and of YAML; a change of a container's configuration in each dialect",
    imports: ["domain", "text", "formats"],
    node: [],
    packages: ["yaml"],
  },
  { name: "versions", what: "orders of versions, one file an ecosystem", imports: ["domain", "text"], ...pure },
  {
    name: "steps",
    what: "kinds of steps of a workload, one file a kind: how it is written, stored and named, and what it reaches",
    imports: ["domain", "text"],
    node: ["path"],
    packages: ["zod"],
  },
  {
    name: "schema",
    what: "what profiles consist of, written once for files, reports and JSON Schema; loaded only where one is read",
    imports: ["domain", "text", "steps"],
    node: [],
    packages: ["zod"],
  },
  {
    name: "consent",
    what: "what is reached beyond containers, and `decide`: the only source of permits",
    imports: ["domain", "data"],
    node: ["crypto"],
    packages: [],
  },
  {
    name: "sources",
    what: "everything outside the process: engine, images, registries, advisories, files, configuration",
    imports: ["domain", "text", "secrets", "data", "formats", "steps", "schema", "consent"],
    ...outside,
  },
  {
    name: "facts",
    what: "pure derivations",
    imports: ["domain", "text", "secrets", "data", "formats", "edits", "versions", "steps"],
    ...pure,
  },
  {
    name: "vulnerabilities",
    what: "advisories, matching, VEX, remediation, comparing with other scanners",
    imports: ["domain", "text", "data", "formats", "versions", "facts"],
    node: [],
    packages: ["ae-cvss-calculator"],
  },
  {
    name: "rules",
    what: "facts in, findings out; no I/O, no async",
    imports: ["domain", "text", "secrets", "data", "formats", "edits", "versions", "facts", "vulnerabilities"],
    ...pure,
  },
  {
    name: "peers",
    what: "whether another tool reports what a rule found; no I/O, and never a finding of its own",
    imports: ["domain", "text", "data", "formats", "edits", "versions", "facts", "vulnerabilities", "rules"],
    ...pure,
  },
  { name: "fixes", what: "edits and diff", imports: ["domain", "text"], node: [], packages: ["diff"] },
  {
    name: "dialects",
    what: "how a container is run, a folder for each dialect: reads it into the model that rules share, edits it, and prints a profile or an existing container; pure",
    imports: ["domain", "text", "secrets", "data", "formats", "edits", "facts"],
    node: ["path"],
    packages: ["yaml"],
  },
  {
    name: "proof",
    what: "workload, trial, observe, learn, verify, and whether fixes hold",
    imports: [
      "domain",
      "text",
      "secrets",
      "data",
      "steps",
      "consent",
      "formats",
      "facts",
      "fixes",
      "dialects",
      "sources/bounded",
      "sources/engine",
      "sources/files",
      "sources/image",
      "sources/paths",
      "sources/programs",
    ],
    ...outside,
  },
  {
    name: "browser",
    what: "what runs in a browser, as functions whose text goes into a page: each uses nothing but its arguments; pure",
    imports: ["domain"],
    ...pure,
  },
  {
    name: "reports",
    what: "a report as text; pure",
    imports: ["domain", "text", "secrets", "formats", "steps", "schema", "dialects", "browser"],
    node: ["crypto", "util", "zlib"],
    packages: ["zod"],
  },
  {
    name: "pipeline",
    what: "the story of each verb",
    imports: [
      "domain",
      "text",
      "secrets",
      "data",
      "formats",
      "edits",
      "versions",
      "consent",
      "sources",
      "facts",
      "vulnerabilities",
      "rules",
      "peers",
      "fixes",
      "dialects",
      "proof",
      "reports",
    ],
    ...outside,
  },
  {
    name: "servers",
    what: "what stays running and answers others: editors, agents, metrics",
    imports: ["domain", "pipeline", "reports"],
    ...outside,
  },
  {
    name: "commands",
    what: "one verb a file",
    imports: ["domain", "pipeline", "reports", "servers"],
    ...outside,
  },
  {
    name: "supervision",
    what: "what starts a verb, hears signals and sees to it that it ends",
    imports: ["domain", "sources", "pipeline", "reports", "commands"],
    ...outside,
  },
  {
    name: "library",
    what: "what the package exports to programs: it reaches no engine, writes nothing and never ends the process",
    imports: ["domain", "facts", "rules", "reports", "pipeline"],
    ...outside,
  },
  { name: "cli", what: "the program's first file", imports: ["supervision"], ...outside },
];

/** A folder of a room with a narrower law: of its own room it imports nothing outside of itself. */
export interface Chamber extends Omit<Room, "name" | "typesOf"> {
  /** `proof/judge` */
  readonly path: string;
}

export const chambers: readonly Chamber[] = [
  {
    path: "proof/judge",
    what: "what a trial did otherwise than the original; no I/O, no engine, no waiting",
    imports: ["domain", "text"],
    ...pure,
  },
  {
    path: "proof/record",
    what: "what a proof was made on, what differs elsewhere, and how old it is; no I/O, no engine, no clock",
    imports: ["domain", "text"],
    ...pure,
  },
];

export { floors } from "./floors.ts";

/** One file that follows a law of its own. */
export interface Exception {
  readonly file: string;
  readonly imports: readonly string[];
  readonly node: readonly string[];
  readonly why: string;
}

export const exceptions: readonly Exception[] = [
  {
    file: "src/facts/packages/archive/inflate.ts",
    imports: [],
    node: ["zlib"],
    why: "it only computes, and a member of an archive is decompressed while facts are derived",
  },
];

/** What a law lets through until it is moved: it may become less, and never more. */
export interface Debt {
  readonly from: string;
  readonly to: string;
  /** Imports of types. */
  readonly imports: number;
  readonly why: string;
}

export const debts: readonly Debt[] = [];

/** Files that import each other in a circle, types included, by the size of each circle. */
export const circles: readonly number[] = [];
