import { basename, dirname } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { readNamed } from "../files/read-named.ts";
import { refusalFailure } from "../files/refused.ts";
import type { VexDocument } from "../../domain/advisory/vex.ts";
import { openJson, type JsonDocument } from "../../formats/json/json-document.ts";
import { listOf, objectOf, textOf } from "../../formats/json/values.ts";
import { vexFormats } from "../../formats/vex/index.ts";

/** A vendor's whole CSAF feed in one file is much smaller. */
const mostBytes = 256 * 1024 * 1024;

/** A VEX document in a file; `name` is the user's name for it. Throws `Failure` (`no-such-file`, `unreadable`, `bad-vex`). */
export async function loadVex(path: string, name: string): Promise<VexDocument> {
  const read = readNamed(basename(path), dirname(path), mostBytes);
  if ("refused" in read) throw refusalFailure(name, read);
  return readVex(read.bytes, name);
}

/** Throws `Failure` (`bad-vex`). */
export function readVex(bytes: Buffer, file: string): VexDocument {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const outer = openJson(bytes.subarray(start), (what, where) => refusal(file, what, where));
  // An in-toto statement (https://in-toto.io/attestation/v1), as `cosign attest` signs it.
  const inner = outer.keys.includes("predicateType") ? outer.inner("predicate") : undefined;
  const json = inner ?? outer;
  const format = vexFormats.find((one) => one.recognises(json));
  if (format === undefined) throw refusal(file, "it is of no format that is known here");
  return format.read({ file, json, subjects: inner === undefined ? [] : subjectsOf(outer) });
}

function subjectsOf(statement: JsonDocument): readonly string[] {
  return listOf(statement.value("subject")).flatMap((subject) =>
    Object.entries(objectOf(objectOf(subject)["digest"])).flatMap(([kind, digits]) => {
      const text = textOf(digits);
      return text === undefined ? [] : [`${kind}:${text.toLowerCase()}`];
    }),
  );
}

function refusal(file: string, problem: string, path?: string): Failure {
  return new Failure("bad-vex", `${file} cannot be read as VEX: ${problem}${path === undefined ? "" : ` (${path})`}`, {
    hint: "hullproof reads OpenVEX 0.0.1 to 0.2.0, CycloneDX JSON with analyses, and CSAF 2.0.",
  });
}
