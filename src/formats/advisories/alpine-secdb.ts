import { fieldsOf, isFields, textOf, textsOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { listOf } from "../json/values.ts";

/** One repository of one release, by origin package: the versions that fixed something. https://secdb.alpinelinux.org/ */
export default {
  name: "alpine-secdb",
  title: "Alpine Linux security database",
  sources: [
    {
      name: "alpine-secdb",
      license: "public data of the Alpine project, no license stated",
      attribution: "Alpine Linux security database",
    },
  ],
  value(value, path) {
    const release = textOf(value["distroversion"]);
    return release !== undefined && Array.isArray(value["packages"]) && "reponame" in value
      ? readPackages(value, release, path)
      : undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function* readPackages(record: Fields, release: string, path: string): Generator<Parsed> {
  const number = /^v?(\d+\.\d+|edge)$/.exec(release)?.[1];
  if (number === undefined) {
    yield { kind: "malformed", what: path, why: `"${release}" is not a release of Alpine` };
    return;
  }
  for (const entry of listOf(record["packages"])) {
    const { name, secfixes } = fieldsOf(fieldsOf(entry)["pkg"]);
    const origin = textOf(name, 512);
    if (origin === undefined || !isFields(secfixes)) {
      yield { kind: "malformed", what: path, why: "a package has no name or no fixes" };
      continue;
    }
    yield* readFixes(`alpine-${number}`, origin, secfixes);
  }
}

/** An id under several versions was fixed in steps: it is fixed by the last. Version "0": no version of Alpine had it. */
function* readFixes(shard: string, origin: string, secfixes: Fields): Generator<Parsed> {
  const fixes = new Map<string, string[]>();
  for (const [version, list] of Object.entries(secfixes)) {
    if (version.length > 255 || version === "") {
      yield { kind: "malformed", what: `${shard}, ${origin}`, why: "a version that fixes something is not a version" };
      continue;
    }
    // "CVE-2017-2616 (+ regression fix)", "CVE-2018-1 XSA-300": ids and words about them.
    for (const id of textsOf(list).flatMap(
      (text) => text.match(/\b(?:[A-Z]{2,}[-_]\d[\w-]*|GHSA(?:-[0-9a-z]{4}){3})/g) ?? [],
    )) {
      const idVersions = fixes.get(id.replace("_", "-"));
      if (idVersions === undefined) fixes.set(id.replace("_", "-"), [version]);
      else idVersions.push(version);
    }
  }
  for (const [id, versions] of fixes) {
    const fixed = versions.filter((version) => version !== "0");
    yield {
      kind: "statement",
      shard,
      advisory: {
        id,
        aliases: [],
        covers: [],
        package: origin,
        state: fixed.length === 0 ? "not-affected" : "affected",
        ranges: fixed.map((version) => ({ introduced: "0", fixed: version })),
        versions: [],
        vectors: [],
        source: "alpine-secdb",
      },
    };
  }
}
