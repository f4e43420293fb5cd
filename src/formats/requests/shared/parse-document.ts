import { LineCounter, parseDocument } from "yaml";
import { Failure } from "../../../domain/failure.ts";
import { boundedJson } from "../../json/bounded-json.ts";
import { isObject } from "../../json/values.ts";
import type { JsonObject } from "../../json/json-document.ts";

/** Aliases that a document may resolve to: more is a bomb. */
const maxAliasCount = 1000;
/** Lines and values, a kilobyte of memory each at least: documents of 20 MB have two thirds of it. */
const maxYamlValues = 1_000_000;
const startsValue = new Set([0x0a, 0x2c, 0x5b, 0x7b]);

/** JSON or YAML. Throws `Failure` (`bad-usage`) with line and column, never with text of the file. */
export function parseObject(file: string, text: string): JsonObject {
  const value = /^\s*[{[]/u.test(text) ? parseJson(file, text) : parseYaml(file, text);
  if (isObject(value)) return value;
  throw unreadable(file, "it is no object");
}

function parseJson(file: string, text: string): unknown {
  try {
    return boundedJson(text, (problem) => unreadable(file, problem));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unreadable(file, "it is no JSON");
  }
}

function parseYaml(file: string, text: string): unknown {
  let values = 0;
  for (let at = 0; at < text.length; at++) if (startsValue.has(text.charCodeAt(at))) values++;
  if (values > maxYamlValues)
    throw unreadable(file, `it has more than ${maxYamlValues.toLocaleString("en")} lines and values`);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: "silent", uniqueKeys: false, version: "1.2" });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw unreadable(file, `it is no YAML (line ${line}, column ${col})`);
  }
  try {
    return document.toJS({ maxAliasCount });
  } catch {
    throw unreadable(file, "its aliases resolve to too much");
  }
}

function unreadable(file: string, why: string): Failure {
  return new Failure("bad-usage", `${file} can't be read: ${why}`, {
    hint: "Check that it is whole, and that it is the file that you mean.",
  });
}
