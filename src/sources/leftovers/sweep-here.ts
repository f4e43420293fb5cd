import { lstatSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { endPrograms } from "./end-programs.ts";
import { markLiveness, markText, parseMark, type OwnerMark } from "../programs/owner-mark.ts";
import { bootId, registered } from "./run-registry.ts";

/** Retention of a record or folder whose owner cannot be judged from here (another container, another boot). */
const unknownMs = 7 * 86_400_000;

/**
 * `hullproof-KIND-PID-START-NAMESPACE-XXXXXX`, for a file with a leading dot; folders of runs (`hullproof-hp-...`)
 * are removed with the engine objects of their run.
 */
const ownName = /^\.?hullproof-[a-z]+-(\d+-\d+-\d+)-[A-Za-z0-9]{6}$/;

/**
 * Ends programs that killed runs of this user left running, and removes their temporary folders and partial files, in
 * the current TMPDIR and at recorded paths. Returns a line for each. Files of other users and of running processes
 * stay.
 */
export function sweepHere(currentMs = Date.now()): string[] {
  const messages: string[] = [];
  const records = registered();
  const marks = new Map<string, OwnerMark>();
  for (const { owner, bootId: boot } of records)
    if (boot === bootId() && markLiveness(owner) === "dead") marks.set(markText(owner), owner);
  const temporary = ownFolders(tmpdir());
  for (const path of temporary) {
    const owner = parseMark(ownName.exec(basename(path))?.[1] ?? "");
    if (owner !== undefined && markLiveness(owner) === "dead") marks.set(markText(owner), owner);
  }
  messages.push(...endPrograms(new Set(marks.keys())).map((program) => `ended ${program} of a run that was killed`));
  for (const path of new Set([...records.map(({ folder }) => folder), ...temporary])) {
    const mark = ownName.exec(basename(path))?.[1];
    const owner = parseMark(mark ?? "");
    const kind = mark === undefined ? undefined : ownKind(path);
    if (mark === undefined || owner === undefined || kind === undefined) continue;
    const liveness = marks.has(mark) ? "dead" : markLiveness(owner);
    if (liveness === "alive" || (liveness === "unknown" && currentMs - statSync(path).mtimeMs < unknownMs)) continue;
    try {
      rmSync(path, { recursive: true, force: true });
      messages.push(`removed ${kind} ${path} of a run that was killed`);
    } catch (error) {
      messages.push(`could not remove ${kind} ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const { file, folder, owner, bootId: boot } of records) {
    const isGone = lstatSync(folder, { throwIfNoEntry: false }) === undefined;
    const over = boot !== bootId() || markLiveness(owner) === "dead";
    const old = currentMs - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? currentMs) > unknownMs;
    // A run's own record stays until the engine was swept: it identifies the owner of the other objects.
    if (ownName.test(basename(folder)) ? isGone && over : old && markLiveness(owner) !== "alive")
      rmSync(file, { force: true });
  }
  return messages;
}

function ownFolders(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => ownName.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Any user may write to a temporary folder: links and files of others are not ours. */
function ownKind(path: string): "folder" | "file" | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.uid !== (process.getuid?.() ?? stats.uid)) return undefined;
  const hidden = basename(path).startsWith(".");
  if (hidden) return stats.isFile() ? "file" : undefined;
  return stats.isDirectory() ? "folder" : undefined;
}
