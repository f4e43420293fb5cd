import { globSync } from "node:fs";
import { join } from "node:path";
import { practices } from "../../src/domain/finding/practice.ts";
import { ruleFolder } from "../generate/rule-index.ts";

/** A kind of member that is one new file, and where that file goes. */
export interface MemberKind {
  readonly name: string;
  /** What its names look like. */
  readonly form: string;
  /** The name has a folder before it: a practice. */
  readonly inFolder?: true;
  /** Of a file in scripts/templates. */
  readonly templates: readonly string[];
  /** Relative to the repository. */
  path(name: string): string;
  /** What else is to be known of a name before a file is written. */
  refuse?(name: string): string | undefined;
  readonly next: readonly string[];
}

const root = join(import.meta.dirname, "../..");
const plain = "small letters, digits and dashes";

export const kinds: readonly MemberKind[] = [
  {
    name: "rule",
    form: `PRACTICE/NAME in ${plain}`,
    inFolder: true,
    templates: ["rule-dockerfile", "rule-document", "rule-image"],
    path: (name) => `src/rules/${ruleFolder(name.slice(0, name.indexOf("/")))}${name.slice(name.indexOf("/"))}.ts`,
    refuse(name) {
      const practice = name.slice(0, name.indexOf("/"));
      // It may stand in a folder by theme, which is no part of its id.
      const [there] = globSync(`src/rules/${ruleFolder(practice)}/*/${name.slice(practice.length + 1)}.ts`, {
        cwd: root,
      });
      if (there !== undefined) return `${there} is there already.`;
      if (practices.some((known) => known === practice)) return undefined;
      return `There is no practice \`${practice}\`. Take one of: ${practices.join(", ")}.`;
    },
    next: [
      "Write the bad and the good example first, then title and why: they are the rule's test and its page.",
      "Fill in `check` (and a fix, if there is one: set `fix` to safe or proven).",
      "npm run generate                                        index, pages and tables",
      "npx vitest run --project unit test/rules.test.ts -t NAME",
    ],
  },
  {
    name: "dialect",
    form: plain,
    templates: ["dialect"],
    path: (name) => `src/dialects/${name}/${name}.ts`,
    next: [
      "Say which files are its own, and read each setting into the field of `ContainerSpec` with its location.",
      "Write every setting of a profile, and refuse what the dialect cannot say.",
      "npm run generate                                        check, fix and editors take its files; `emit --to NAME`",
      "More files than one: src/dialects/quadlet shows how (recognizer.ts, dialect.ts, edit.ts, emit/).",
    ],
  },
  {
    name: "emitter",
    form: plain,
    templates: ["emitter"],
    path: (name) => `src/dialects/${name}/emit/${name}.ts`,
    next: [
      "Write every setting of a profile, and refuse what the dialect cannot say.",
      "npm run generate                                        `emit --to NAME`, and the files of harden",
      "A test beside it that reads the text back: src/dialects/compose/emit/compose.test.ts shows how.",
    ],
  },
  {
    name: "step",
    form: plain,
    templates: ["step"],
    path: (name) => `src/steps/${name}.ts`,
    next: [
      "Say how hullproof.yaml has it, and which steps it is made of.",
      "A protocol that no step speaks yet: `defineExecutor` in src/proof/trial/steps/NAME.ts, and no `execute` here.",
      "npm run generate                                        schemas and the reference of hullproof.yaml",
    ],
  },
  {
    name: "format",
    form: plain,
    templates: ["format"],
    path: (name) => `src/reports/${name}.ts`,
    next: [
      "Name the verbs that it suits, and what its syntax is: that decides how what could steer a terminal is written out.",
      "npm run generate                                        `--format NAME` of these verbs",
    ],
  },
  {
    name: "manager",
    form: plain,
    templates: ["manager"],
    path: (name) => `src/facts/managers/${name}/${name}.ts`,
    next: [
      "Say what its verbs do and which options have a value, by its manual.",
      "Keep of the declarations what is true of it: `PackageManager` says what rules ask.",
      "What it leaves in images: `leftovers` of a file leftovers.ts beside it; src/facts/managers/cargo shows how.",
      "npm run generate                                        the index that rules ask",
    ],
  },
  {
    name: "ecosystem",
    form: plain,
    templates: ["ecosystem"],
    path: (name) => `src/facts/packages/ecosystems/${name}.ts`,
    next: [
      "Say which files it looks at, and read names and versions out of them.",
      "npm run generate                                        the index that images are read with",
    ],
  },
  {
    name: "request-source",
    form: plain,
    templates: ["request-source"],
    path: (name) => `src/formats/requests/${name}.ts`,
    next: [
      "Recognize a file by its start, and read the requests out of it; scripts in it never run.",
      "Drop cookies, tokens, addresses and user agents while reading; say what no step can send.",
      "npm run generate                                        `--from` of init and learn",
      "A test beside it with a file of the tool: src/formats/requests/har.test.ts shows how.",
    ],
  },
  {
    name: "fleet-question",
    form: plain,
    templates: ["fleet-question"],
    path: (name) => `src/sources/fleet/questions/${name}.ts`,
    next: [
      "Ask in SQL that PostgreSQL 15 has, by an index; lists are pages by key, and counts are bounded.",
      "npm run new -- fleet-page NAME                          its page: each question has one",
      "One that needs advisories or orders of versions: src/pipeline/fleet/questions shows how.",
      "npm run generate                                        the API and docs/schema/fleet.openapi.json",
      "npx vitest run --project unit-slow test/fleet/server.test.ts",
    ],
  },
  {
    name: "fleet-page",
    form: plain,
    templates: ["fleet-page"],
    path: (name) => `src/reports/fleet/pages/${name}.ts`,
    next: [
      "Show the answer of the question of its name, whole without script; all state is in the address.",
      "npm run generate                                        the pages of `fleet up` and `serve`",
      "A row in the tables of test/fleet/server.test.ts and test/web/fleet.test.ts.",
    ],
  },
  {
    name: "peer",
    form: plain,
    templates: ["peer"],
    path: (name) => `src/peers/${name}.ts`,
    next: [
      "Name its checks, our rules that list them in `also`, and when a check reports the very case.",
      "What needs more code than a row: a function in a file of src/peers/NAME.",
      "npm run generate                                        the index that is asked after the rules",
      "A recorded answer of the tool: src/peers/recorded-answers.test.ts shows how.",
    ],
  },
];
