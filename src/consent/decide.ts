import { createHash } from "node:crypto";
import { Failure } from "../domain/failure.ts";
import type { Consent, HostAccess, ReachItem } from "../domain/workload/host-access.ts";
import { shellWord } from "./shell-word.ts";

/**
 * Permission to access exactly the agreed items. Every function that creates, starts, builds, mounts or executes
 * something requires it (test/host-calls.test.ts), and only `decide` creates it.
 */
export interface Permit {
  /** Names of the items beyond an ordinary container, sorted. */
  readonly items: readonly string[];
}

/** The items of each permit. A permit that is not in here is forged. */
const issued = new WeakMap<Permit, ReadonlySet<string>>();

/** UTF-16 units of a truncated digest: 128 bits, too many for a forged list. */
const leastDigest = "sha256:".length + 32;

export const noConsent: Consent = { allowed: [] };

/** `run:k6`. Text from files is escaped so that it cannot start a line or change the direction of other text. */
export function nameOf({ kind, value }: Pick<ReachItem, "kind" | "value">): string {
  return onOneLine(`${kind}:${value}`);
}

function keyOf(item: Pick<ReachItem, "kind" | "value" | "exactly">): string {
  return JSON.stringify([item.kind, item.exactly ?? item.value]);
}

/** Covers all items of a kind: only for requests that no file can make, see `ownLists`. */
const anyOfKind = "*";

/** Syscall lists that hullproof derives from its own observation under the engine's list: no file names a syscall of them. */
export const ownLists: ReachItem = {
  kind: "seccomp",
  value: "learned",
  what: "allows what was seen",
  exactly: anyOfKind,
  own: true,
};

/** The lines that a person reads before agreeing: each name once, with all its effects, in the order of the names. */
export function listOf(reach: HostAccess): readonly string[] {
  const byName = Map.groupBy(itemsNeedingConsent(reach), nameOf);
  return [...byName].map(([name, items]) => `${name}  ${whats(items).join("; ")}`).toSorted();
}

function whats(items: HostAccess): readonly string[] {
  return [...new Set(items.map(({ what }) => onOneLine(what)))].toSorted();
}

/** `sha256:` and 64 digits over the list of items that need consent. */
export function digestOf(reach: HostAccess): string {
  return `sha256:${createHash("sha256").update(listOf(reach).join("\n")).digest("hex")}`;
}

/** The items that need the user's consent. */
export function itemsNeedingConsent(reach: HostAccess): HostAccess {
  return reach.filter(({ own = false }) => !own);
}

/** Items that are requested but not agreed to. */
export function refused(reach: HostAccess, { allowed }: Consent): HostAccess {
  const digest = digestOf(reach);
  if (allowed.some((one) => one.length >= leastDigest && digest.startsWith(one))) return [];
  const names = new Set(allowed);
  return itemsNeedingConsent(reach).filter(
    (item) => !names.has(nameOf(item)) && item.aliases?.some((name) => names.has(name)) !== true,
  );
}

/**
 * The only place that compares the requests of a file with the user's consent. Throws `not-allowed`, which lists
 * every requested item with the flags that would allow it.
 */
export function decide(reach: HostAccess, consent: Consent): Permit {
  const refusedItems = refused(reach, consent);
  if (refusedItems.length > 0) throw refusal(reach, refusedItems);
  const permit: Permit = Object.freeze({ items: Object.freeze([...new Set(reach.map(nameOf))].toSorted()) });
  issued.set(permit, new Set([...reach.map(keyOf), ...grantedIn(consent)]));
  return permit;
}

/**
 * Capabilities that the user named. They are granted whether or not a file requests them: a name means the same
 * everywhere, and the engine's default set is known only after a connection.
 */
function grantedIn({ allowed }: Consent): readonly string[] {
  const kind = "capability";
  const start = `${kind}:`;
  return allowed
    .filter((name) => name.startsWith(start))
    .map((name) => keyOf({ kind, value: name.slice(start.length) }));
}

/** For containers without any host access. */
export function permitForNothing(): Permit {
  return decide([], noConsent);
}

/** Whether the permit covers it in its current state. */
export function covers(permit: Permit, item: ReachItem): boolean {
  const keys = issued.get(permit);
  return keys?.has(keyOf(item)) === true || keys?.has(keyOf({ ...item, exactly: anyOfKind })) === true;
}

/** Throws `not-allowed` unless the permit covers all of it. The caller sends exactly the data from which `reach` was computed. */
export function insist(permit: Permit, reach: HostAccess): void {
  if (!issued.has(permit)) throw new Error("this permit was not issued by decide()");
  const beyond = reach.filter((item) => !covers(permit, item)).map((item) => ({ ...item, own: false }));
  if (beyond.length === 0) return;
  throw new Failure("not-allowed", `This is not what was agreed to:\n${indented(listOf(beyond))}`, {
    hint: [
      "It was not asked for before, or it changed since (a folder that became a link, another command). Look at it and run again.",
      ...beyond.flatMap((item) =>
        item.kind === "capability" ? [`To grant it: --allow-host=${shellWord(nameOf(item))}`] : [],
      ),
    ].join("\n"),
  });
}

function refusal(reach: HostAccess, refusedItems: HostAccess): Failure {
  const flags = [...new Set(refusedItems.map((item) => `--allow-host=${shellWord(nameOf(item))}`))].toSorted();
  const some = refusedItems.length < itemsNeedingConsent(reach).length ? " Not allowed so far: see the flags." : "";
  return new Failure("not-allowed", `This reaches beyond containers:\n${indented(listOf(reach))}\n${some}`.trimEnd(), {
    hint: [
      "Read the files that ask for it. When you trust them, allow each item by its name:",
      ...flags.map((flag) => `  ${flag}`),
      `or the list as it is now: --allow-host=${digestOf(reach).slice(0, leastDigest)}`,
    ].join("\n"),
  });
}

/** Control characters, including C1, and those that change the text direction, as their numbers. */
function onOneLine(text: string): string {
  const strange = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
  return text.replaceAll(strange, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
