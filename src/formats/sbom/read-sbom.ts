import type { Sbom } from "../../domain/image/sbom.ts";
import { badSbom, noSbom } from "./bad-sbom.ts";
import { sboms } from "./index.ts";
import { openJson, type JsonDocument } from "../json/json-document.ts";
import type { SbomInput } from "./sbom-format.ts";

/**
 * An SBOM, recognised by its content. `name` is for messages and for packages without another location.
 * Throws `Failure` (`bad-sbom`).
 */
export function readSbom(bytes: Uint8Array, name: string): Sbom {
  const input = inputOf(bytes, name);
  const format = sboms.find((candidate) => candidate.recognises(input));
  if (format !== undefined) return format.read(input);
  if (input.start.trim() === "") throw noSbom(name, "it is empty");
  throw noSbom(name, whatItIs(input));
}

function inputOf(bytes: Uint8Array, name: string): SbomInput {
  const text = asUtf8(bytes);
  const start = text.toString("utf8", 0, 64 * 1024);
  const json = /^\s*\{/.test(start)
    ? unwrapped(openJson(text, (problem, location) => badSbom(name, problem, location)))
    : undefined;
  return { name, bytes: text, start, ...(json === undefined ? {} : { json }) };
}

/** In-toto statements hold an SBOM as their predicate (https://in-toto.io/attestation/v1), buildx prints one as `{"SPDX": {...}}`. */
function unwrapped(json: JsonDocument): JsonDocument {
  if (json.keys.includes("predicateType")) return json.inner("predicate") ?? json;
  if (json.keys.length === 1 && json.keys[0] === "SPDX") return json.inner("SPDX") ?? json;
  return json;
}

/** PowerShell writes what it redirects as UTF-16 with a byte order mark. */
function asUtf8(bytes: Uint8Array): Buffer {
  const fileBytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [a, b, c] = fileBytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return fileBytes.subarray(3);
  if (a === 0xff && b === 0xfe) return Buffer.from(new TextDecoder("utf-16le").decode(fileBytes), "utf8");
  if (a === 0xfe && b === 0xff) return Buffer.from(new TextDecoder("utf-16be").decode(fileBytes), "utf8");
  return fileBytes;
}

function whatItIs({ json, start }: SbomInput): string {
  if (json !== undefined) {
    const words = json.keys
      .slice(0, 6)
      .map((key) => key.slice(0, 40))
      .join(", ");
    if (json.value("@context") !== undefined && json.keys.includes("statements"))
      return "it is an OpenVEX document; give it with --vex beside an image or an SBOM";
    if (json.keys.includes("Results") && json.keys.includes("SchemaVersion"))
      return "it is a report of trivy; with --format cyclonedx trivy makes an SBOM";
    return words === "" ? "its JSON object is empty" : `its JSON is of no format that is known here, it has ${words}`;
  }
  if (/^\s*</.test(start)) return "it is XML, but not of CycloneDX";
  if (start.includes("\0")) return "it is not text";
  return "its text is of no format that is known here";
}
