import type { Evidence, Location } from "../../domain/finding/finding.ts";
import { bytesText } from "./units.ts";

/** `Dockerfile:4:1`, `layer 2: /usr/bin/su`, `Config.User` */
export function placeText(location: Location): string {
  if ("file" in location) return `${location.file}:${location.startLine}:${location.startColumn}`;
  if ("setting" in location) return location.setting;
  return `layer ${location.layer}: ${location.path}`;
}

/** Evidence for a reader: `quote` is foreign text, verbatim; `says` is our text around it. */
export interface EvidenceText {
  readonly says: string;
  readonly quote?: string;
}

export function evidenceText(evidence: Evidence): EvidenceText {
  switch (evidence.kind) {
    case "source":
      return { says: placeText(evidence.location), quote: evidence.text };
    case "setting":
      return { says: evidence.pointer, quote: evidence.value };
    case "file": {
      const detail = evidence.detail === undefined ? "" : `, ${evidence.detail}`;
      return { says: `${evidence.path}: ${bytesText(evidence.bytes)} in layer ${evidence.layer}${detail}` };
    }
    case "layer": {
      const line = evidence.line === undefined ? "" : `, line ${evidence.line}`;
      return { says: `layer ${evidence.layer}: ${bytesText(evidence.bytes)}${line}`, quote: evidence.createdBy };
    }
    case "package": {
      const { purl, installed, candidate, origin } = evidence;
      const newer =
        candidate === undefined ? "" : `, ${candidate} is offered${origin === undefined ? "" : ` by ${origin}`}`;
      return { says: `${purl.replace(/[@?#].*$/s, "")}: ${installed} is installed${newer}` };
    }
    case "advisory":
      return {
        says: `${evidence.id}: ${evidence.fixedIn === undefined ? "no fix" : `fixed in ${evidence.fixedIn}`}, ${evidence.installed} is installed`,
        quote: evidence.quote,
      };
    case "reference":
      return { says: `${evidence.statement} (${evidence.source})` };
    case "trial":
      return { says: `trial ${evidence.trial} ${evidence.outcome}`, quote: evidence.detail };
  }
}
