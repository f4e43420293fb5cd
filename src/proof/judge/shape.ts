import { ownValue } from "../../domain/own-value.ts";

const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
const weekday = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const clock = "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?";

/** Text that changes by itself between two trials that are seconds or a midnight apart. */
const times: readonly RegExp[] = [
  new RegExp(`\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]${clock}(?:Z|[+-]\\d{2}:?\\d{2})?)?`, "gu"),
  new RegExp(`\\b\\d{1,2}/${month}/\\d{4}:\\d{2}:\\d{2}:\\d{2}(?: [+-]\\d{4})?`, "gu"),
  new RegExp(`\\b(?:${weekday}[a-z]{0,6},? )?\\d{1,2}[ -]${month}[ -]\\d{4}(?: ${clock})?`, "gu"),
  new RegExp(`\\b(?:${weekday}[a-z]{0,6},? )?${month} {1,2}\\d{1,2},?(?: ${clock})?(?: \\d{4})?\\b`, "gu"),
  // Excludes the end of an address: 0.0.0.0:8080 stays.
  new RegExp(`(?<![\\d.:])${clock}(?!\\d)(?: ?[AaPp][Mm]\\b)?`, "gu"),
  /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/gu,
];
/** Seconds and milliseconds since 1970, from 2017 on. */
const epoch = /\b1[5-9]\d{8}(?:\d{3})?(?:\.\d{1,9})?\b/gu;

const unit = "(?:ns|[uµμ]s|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?)";
/** How long something took: `1.5s`, `1m2s`, `0.3 seconds`, `a minute`. */
const durations: readonly RegExp[] = [
  new RegExp(`\\b(?:\\d{1,20}(?:\\.\\d{1,20})?(?:ns|[uµμ]s|ms|s|m|h)){2,6}(?![\\w])`, "gu"),
  new RegExp(`(?<![\\w.])\\d{1,20}(?:[.,]\\d{1,20})? ?${unit}(?![\\w])`, "gu"),
  /\b(?:an?|one|a few) (?:second|minute|hour|day)s?\b/giu,
];

/**
 * Measured values, `time=0.072 ms`, `0.1/0.2/0.3 ms`, `0.07 s`: two trials may agree by chance, and the third may not.
 * Whole seconds are often settings.
 */
const measured: readonly RegExp[] = [
  /(?<![\w./])(?:\d{1,20}(?:[.,]\d{1,20})?\/){0,8}\d{1,20}(?:[.,]\d{1,20})? ?(?:ns|[uµμ]s|ms|[muµμ]secs?|(?:milli|micro|nano)seconds?)(?![\w])/gu,
  /(?<![\w./])(?:\d{1,20}m)?\d{1,20}[.,]\d{1,20} ?(?:s|secs?|seconds?)(?![\w])/gu,
];

/** Dates, clocks, epoch seconds and fractions of seconds become `<time>`: they differ between any two trials. */
export function maskTimes(text: string): string {
  return withoutTimes(text, [...times, epoch, ...measured]);
}

const pids = /\b(p?pid)(["']?[ \t]{0,3}[:=#]?[ \t]{0,3}["'([]?)\d{1,10}\b/giu;

/** Process ids after words like `pid`: an init process or one retry of a start script changes all of them. */
export function maskPids(text: string): string {
  return text.replace(pids, "$1$2<pid>");
}

function withoutTimes(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((masked, pattern) => masked.replace(pattern, "<time>"), text);
}

const lineLength = 300;

/** A sign only counts at the start of a number. */
const number = /(?:(?<=^|[\s=(,:[])[-+])?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?/gu;

/**
 * A log line with its times, ids and numbers masked, cut at 300 characters. Numbers and ids have one mask: an id may
 * consist of digits only, and a counter may grow as long as an id. Idempotent.
 */
export function lineShape(line: string): string {
  let shape = printable(line);
  // Cutting or masking can create a new match at that place; each round leaves fewer.
  for (let round = 0; round < 8; round++) {
    const next = masked(shape);
    if (next === shape) break;
    shape = next;
  }
  return shape;
}

function masked(line: string): string {
  return withoutTimes(line.slice(0, lineLength), [...times, ...durations])
    .replace(/"level"\s*:\s*(\d\d)\b/gu, (_, level: string) => `"level":"${numbered(Number(level))}"`)
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/giu, "0")
    .replace(/\b0x[0-9a-f]+\b/giu, "0")
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{8,}\b/giu, "0")
    .replace(number, "0")
    .trim();
}

/** One mask for all refusals: which error a program reports depends on which restriction came first. */
const refusals =
  /\b(?:permission ?denied|operation not permitted|read-?only ?file ?system|access ?denied|EACCES|EPERM|EROFS)\b/giu;

/**
 * The shape by which lines are compared: EACCES, EPERM and EROFS, and their texts, are one. Messages keep the original
 * words.
 */
export function comparable(shape: string): string {
  return shape
    .replace(
      /\b(?:PermissionError|AccessDeniedException|FileSystemException|ReadOnlyFileSystemException)\b/gu,
      "OSError",
    )
    .replace(refusals, "<refused>")
    .replace(/<refused>(?::? ?<refused>)+/gu, "<refused>");
}

/** Levels as numbers, as pino and bunyan write them: 30 is info, 40 a warning, 50 an error. */
function numbered(level: number): Level {
  return level >= 50 ? "error" : level >= 40 ? "warning" : "info";
}

export type Level = "error" | "warning" | "info";

const levelWords: readonly (readonly [Level, string])[] = [
  ["error", "emerg|emergency|alert|crit|critical|fatal|panic|error|err|severe"],
  ["warning", "warn|warning"],
  ["info", "notice|info|information|log|debug|trace|verbose|detail|hint|statement"],
];
const anyLevel = levelWords.map(([, words]) => words).join("|");
/** In order of reliability: a field of JSON or logfmt, a word in brackets or before a colon, a word in capitals. */
const levelForms: readonly RegExp[] = [
  /"(?:level|lvl|severity|levelname|log\.level)"\s*:\s*"(\w+)"/iu,
  /\b(?:level|lvl|severity)=["']?(\w+)/iu,
  new RegExp(`^.{0,80}?[[(<|](${anyLevel})[\\])>|]`, "iu"),
  new RegExp(`^.{0,80}?\\b(${anyLevel}):`, "iu"),
  new RegExp(`^.{0,80}?\\b(${anyLevel.toUpperCase()})\\b`, "u"),
];
/** Letter, then month and day: the first field of a line of glog and klog. */
const glog: Readonly<Record<string, Level>> = { E: "error", F: "error", W: "warning", I: "info" };

/** The level of a line by its own text, with or without masked digits; undefined if it has none. */
export function levelOf(line: string): Level | undefined {
  const letter = /^([EFWI])\d{1,4} /u.exec(line)?.[1];
  if (letter !== undefined) return ownValue(glog, letter);
  for (const form of levelForms) {
    const word = form.exec(line)?.[1];
    if (word === undefined) continue;
    const knownLevel = levelWords.find(([, words]) => new RegExp(`^(?:${words})$`, "iu").test(word));
    if (knownLevel !== undefined) return knownLevel[0];
  }
  return undefined;
}

const refused =
  /\b(?:denied|not permitted|read-only file|no space|segfault|out of memory|cannot allocate|eacces|eperm|erofs)\b|<refused>/iu;
const troubled =
  /\b(?:error|errno|fatal|panic|critical|crit|emerg|alert|exception|traceback|fail(?:s|ed|ure|ing)?|cannot|can't|could not|couldn't|unable|refused|no such|killed|abort(?:ed|ing)?)\b/iu;

/**
 * A line that reports trouble: by its level if it has one, else by common words for trouble. A kernel refusal counts at
 * any level: a program may log it as a warning.
 */
export function tellsTrouble(line: string): boolean {
  if (refused.test(line)) return true;
  const level = levelOf(line);
  return level === undefined ? troubled.test(line) : level === "error";
}

/**
 * Removes escape sequences and other control characters, since hostile logs and bodies are shown in terminals and
 * reports.
 */
export function printable(text: string): string {
  return text
    .replace(/(?![\n\t\r])\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu, "")
    .replace(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, "");
}
