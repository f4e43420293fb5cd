import { entryBook, type EntryBook } from "./entries.ts";
import type { Sbom } from "../../domain/image/sbom.ts";
import { systemBook } from "./system.ts";

/** An SBOM that lists packages and says nothing else: no tools, no statements, no references. */
export function bareList(format: string, file: string, fill: (entries: EntryBook) => void): Sbom {
  const systems = systemBook();
  const entries = entryBook(file, systems);
  fill(entries);
  const { os, notes } = systems.finish();
  const contents = entries.finish();
  return {
    format,
    tools: [],
    os,
    packages: contents.packages,
    notJudged: contents.notJudged,
    notes: [...notes, ...contents.notes],
    statements: [],
    refs: new Map(),
  };
}
