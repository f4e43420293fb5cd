import { dayOf, fieldsOf, isFields, sorted, textOf, textsOf, type Fields } from "./fields.ts";
import { cargoRange } from "./cargo-requirement.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import { noticeOf } from "./notice.ts";
import { requirementOf, requirementsOf } from "./requirement.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";
import { readToml } from "../toml.ts";

/** TOML in a fence above Markdown: https://github.com/rustsec/advisory-db#advisory-format */
export default {
  name: "rustsec",
  title: "RustSec advisory database",
  sources: [
    { name: "rustsec", license: "CC0-1.0" },
    { name: "rustsec-ghsa", license: "CC-BY-4.0", attribution: "GitHub Advisory Database, through RustSec" },
  ],
  value(value, path) {
    const advisory = value["advisory"];
    if (!isFields(advisory) || !("package" in advisory) || !isFields(value["versions"])) return undefined;
    return readRecords(value, advisory, path);
  },
  text(text, path) {
    const [, front, markdown] = /^```toml\n(.*?)\n```\n(.*)$/s.exec(text) ?? [];
    if (front === undefined) return undefined;
    const value = readToml(front);
    if (typeof value === "string") return [{ kind: "malformed", what: path, why: value }];
    const advisory = value["advisory"];
    return isFields(advisory) ? readRecords({ ...value, markdown }, advisory, path) : undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

/** A vulnerability of the standard library affects the toolchain, and every program built with it. */
function readRecords(record: Fields, advisory: Fields, path: string): Parsed[] {
  const crateRecord = readRecord(record, advisory, path);
  if (crateRecord.kind !== "statement" || crateRecord.shard !== "runtimes" || textOf(advisory["package"]) !== "std")
    return [crateRecord];
  return [crateRecord, { ...crateRecord, advisory: { ...crateRecord.advisory, package: "rust/std" } }];
}

function readRecord(record: Fields, advisory: Fields, path: string): Parsed {
  const id = textOf(advisory["id"], 128);
  const name = textOf(advisory["package"], 512);
  if (id === undefined || name === undefined || /\s/.test(id)) {
    return { kind: "malformed", what: path, why: "it has no id or names no package" };
  }
  if (textOf(advisory["withdrawn"]) !== undefined) return { kind: "left-out", what: id, why: "withdrawn" };
  const collection = textOf(advisory["collection"]) ?? (path.startsWith("rust/") ? "rust" : "crates");
  if (collection === "rust" && !["rustc", "std", "cargo"].includes(name)) {
    return { kind: "left-out", what: id, why: "about a tool of Rust that no package mentions" };
  }
  const versions = fieldsOf(record["versions"]);
  const texts = [...textsOf(versions["patched"]), ...textsOf(versions["unaffected"])];
  const safe = requirementsOf(texts, (text) => requirementOf(text.split(","), cargoRange));
  if ("bad" in safe) return { kind: "malformed", what: id, why: `"${safe.bad}" is not a requirement of Cargo's` };
  const vector = textOf(advisory["cvss"], 256);
  const published = dayOf(advisory["date"]);
  const summary = summaryOf(advisory["title"], record["markdown"]);
  return {
    kind: "statement",
    shard: collection === "rust" ? "runtimes" : "cargo",
    safe: safe.requirements,
    advisory: {
      id,
      aliases: sorted(textsOf(advisory["aliases"]).filter((alias) => alias !== id && !/\s/.test(alias))),
      covers: [],
      package: collection === "rust" ? "rust" : name,
      ...noticeOf(advisory["informational"]),
      ranges: [],
      versions: [],
      vectors: vector === undefined ? [] : [vector],
      ...(summary !== undefined && { summary }),
      ...(published !== undefined && { published }),
      source: textOf(advisory["license"]) === "CC-BY-4.0" ? "rustsec-ghsa" : "rustsec",
    },
  };
}
