import type { Advisory } from "../../domain/advisory/advisory.ts";
import { textOf } from "./fields.ts";

/** RustSec's `informational`: crates without a maintainer, and notices, are no vulnerabilities; unsound ones can be. https://github.com/rustsec/advisory-db#advisory-format */
export function noticeOf(informational: unknown): Pick<Advisory, "state" | "reason"> {
  const word = textOf(informational, 64);
  return word === undefined || word === "unsound"
    ? { state: "affected" }
    : { state: "notice", reason: `a notice (${word})` };
}
