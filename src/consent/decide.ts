import { createHash } from "node:crypto";
import { Failure } from "../domain/failure.ts";
import type { Consent, Reach, ReachItem } from "../domain/workload/reach.ts";
import { shellWord } from "./shell-word.ts";

/**
 * Leave to reach exactly what was decided on. It is an argument of everything that creates, starts, builds, mounts or executes something
 * (test/host-calls.test.ts), and it can only come from `decide`.
 */
export interface Permit {
  /** Names of what it covers beyond a container of its own, sorted. */
  readonly items: readonly string[];
}

/** What each permit covers. A permit that is not in here was made up. */
const issued = new WeakMap<Permit, ReadonlySet<string>>();

/** UTF-16 units of a digest that is cut: 128 of its bits, which no list can be made to fit. */
const leastDigest = "sha256:".length + 32;

export const noConsent: Consent = { allowed: [] };

/** `run:k6`. What a file wrote is shown so that it can neither begin a line of its own nor turn others around. */
export function nameOf({ kind, value }: Pick<ReachItem, "kind" | "value">): string {
  return onOneLine(`${kind}:${value}`);
}

function keyOf(item: Pick<ReachItem, "kind" | "value" | "exactly">): string {
  return JSON.stringify([item.kind, item.exactly ?? item.value]);
}

/** Stands for all of a kind: only for what no file can say, see `ownLists`. */
const anyOfKind = "*";

/** Lists of system calls that hullproof works out itself, from what it saw under the engine's own list: no file names a call of them. */
export const ownLists: ReachItem = {
  kind: "seccomp",
  value: "learned",
  what: "allows what was seen",
  exactly: anyOfKind,
  own: true,
};

/** The lines that a person reads before agreeing: each name once, with all that it does, in the order of the names. */
export function listOf(reach: Reach): readonly string[] {
  const byName = Map.groupBy(itemsNeedingConsent(reach), nameOf);
  return [...byName].map(([name, items]) => `${name}  ${whats(items).join("; ")}`).toSorted();
}

function whats(items: Reach): readonly string[] {
  return [...new Set(items.map(({ what }) => onOneLine(what)))].toSorted();
}

/** `sha256:` and 64 digits over the list of what needs consent. */
export function digestOf(reach: Reach): string {
  return `sha256:${createHash("sha256").update(listOf(reach).join("\n")).digest("hex")}`;
}

/** What needs the person's consent. */
export function itemsNeedingConsent(reach: Reach): Reach {
  return reach.filter(({ own = false }) => !own);
}

/** What was asked for and not agreed to. */
export function refused(reach: Reach, { allowed }: Consent): Reach {
  const digest = digestOf(reach);
  if (allowed.some((one) => one.length >= leastDigest && digest.startsWith(one))) return [];
  const names = new Set(allowed);
  return itemsNeedingConsent(reach).filter(
    (item) => !names.has(nameOf(item)) && item.aliases?.some((name) => names.has(name)) !== true,
  );
}

/**
 * The one place where what is about to be done on behalf of a file is compared with what the person agreed to. Throws `not-allowed`,
 * which lists everything that was asked for with the flags that would allow it.
 */
export function decide(reach: Reach, consent: Consent): Permit {
  const refusedItems = refused(reach, consent);
  if (refusedItems.length > 0) throw refusal(reach, refusedItems);
  const permit: Permit = Object.freeze({ items: Object.freeze([...new Set(reach.map(nameOf))].toSorted()) });
  issued.set(permit, new Set([...reach.map(keyOf), ...grantedIn(consent)]));
  return permit;
}

/**
 * Capabilities that the person named. They are granted whether a file asks or not: a name means the same everywhere, and which of
 * them an engine gives by default is known only once it is asked.
 */
function grantedIn({ allowed }: Consent): readonly string[] {
  const kind = "capability";
  const start = `${kind}:`;
  return allowed
    .filter((name) => name.startsWith(start))
    .map((name) => keyOf({ kind, value: name.slice(start.length) }));
}

/** For what reaches nothing beyond a container of its own. */
export function permitForNothing(): Permit {
  return decide([], noConsent);
}

/** Whether the permit covers it, as it is now. */
export function covers(permit: Permit, item: ReachItem): boolean {
  const keys = issued.get(permit);
  return keys?.has(keyOf(item)) === true || keys?.has(keyOf({ ...item, exactly: anyOfKind })) === true;
}

/** Throws `not-allowed` unless the permit covers all of it. What asks here sends the very thing that `reach` was worked out from. */
export function insist(permit: Permit, reach: Reach): void {
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

function refusal(reach: Reach, refusedItems: Reach): Failure {
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

/** Control characters, C1 included, and those that change the direction of text, as their numbers. */
function onOneLine(text: string): string {
  const strange = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
  return text.replaceAll(strange, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
