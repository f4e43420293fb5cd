import { ownValue } from "../../domain/own-value.ts";
import type { RunFlag, RunLine } from "../../domain/dockerfile/run-line.ts";
import { launched, type Launched } from "../shell/launched.ts";
import { readFlags } from "./read-flags.ts";
import { pullFlags, runFlags, type Program } from "./run-flags.ts";
import { expansionOf, maySplit, shownWord, neverImage } from "./expansion.ts";
import type { CommandWord, Words } from "./shell-commands.ts";

/** Options of the client itself, before the verb. */
const clientValued =
  /^(?:-[cHlna]|--(?:config|context|host|log-level|tlscacert|tlscert|tlskey|connection|url|identity|root|runroot|storage-driver|storage-opt|runtime|cgroup-manager|namespace|tmpdir|address|snapshotter|cni-path|cni-netconfpath|data-root|hosts-dir|host-gateway-ip|bridge-ip|userns-remap))$/;

const verbs: Readonly<Record<string, "command" | "pull">> = {
  run: "command",
  create: "command",
  "container run": "command",
  "container create": "command",
  pull: "pull",
  "image pull": "pull",
};

/** Reads one simple command as a `docker run`, `create` or `pull`; undefined when it is not one, or not fully understood. */
export function runCommand(text: string, words: Words, language = ""): RunLine | undefined {
  const unwrapped = unwrap(words);
  const program = unwrapped && programOf(unwrapped.words[0]);
  if (unwrapped === undefined || program === undefined) return undefined;
  const verb = verbOf(unwrapped.words.slice(1));
  if (verb === undefined) return undefined;
  const read = readFlags(verb.rest, verb.kind === "pull" ? pullFlags : runFlags(program), language);
  const image = read?.rest[0];
  const last = words.at(-1);
  if (read === undefined || last === undefined) return undefined;
  // Behind `"$@"` there may be no other word.
  if (image === undefined ? read.unknownFlags === undefined || verb.kind === "pull" : !mayBeImage(image))
    return undefined;
  const upToImage = verb.rest.slice(0, verb.rest.length - read.rest.length + 1);
  const span = { start: unwrapped.start, end: last.span.end };
  // `<opts/>` of a template is two redirections to a shell.
  const mayBecomeWords = /<\w[^<>\n]{0,100}>/.test(text.slice(span.start, image?.span.end ?? span.end));
  return {
    kind: verb.kind,
    program,
    span,
    text: text.slice(span.start, span.end),
    sudo: unwrapped.sudo,
    flags: read.flags,
    ...(image && { image: { text: image.value, span: image.span } }),
    args: read.rest.slice(1).map((word) => word.value),
    service: verb.kind === "command" && serves(read.flags),
    ...(read.unknownFlags && { unknownFlags: shownWord(read.unknownFlags) }),
    ...((mayBecomeWords || upToImage.some((word) => maySplit(word, language))) && { maySplit: true }),
    insertAt: verb.end,
  };
}

function unwrap(words: Words): { words: Words; start: number; sudo: boolean } | undefined {
  const start = words[0]?.span.start;
  let remainingWords = words;
  let sudo = false;
  while (remainingWords[0] !== undefined) {
    const name = remainingWords[0].value.replace(/^.*\//, "");
    const values = remainingWords.map(({ value }) => value);
    const carries = name === "eval" || /^\$[{(]?sudo[})]?$/i.test(name);
    const launch: Launched | undefined = carries ? { at: 1, assignments: [] } : launched(name, values);
    // The words of `env -S` are one word here.
    if (launch === undefined || launch.splitFrom !== undefined) break;
    sudo ||= name === "sudo" || name === "doas";
    remainingWords = remainingWords.slice(launch.at);
  }
  return start === undefined ? undefined : { words: remainingWords, start, sudo };
}

/** `docker`, `/usr/bin/docker`, `docker.exe`, and the usual names of a variable that holds one of them; a makefile's is `$(DOCKER)`. */
function programOf(word: CommandWord | undefined): Program | undefined {
  const value = word?.value ?? "";
  const name =
    /^(?:.*[\\/])?(docker|podman|nerdctl)(?:\.exe)?$/.exec(value)?.[1] ??
    /^\$[{(]?(docker|podman|nerdctl)(?:_?(?:cmd|bin|exe|cli|command))?(?::?[-=].*)?[})]?$/i.exec(value)?.[1];
  return programs.find((program) => program === name?.toLowerCase());
}

const programs: readonly Program[] = ["docker", "podman", "nerdctl"];

function verbOf(words: Words): { kind: "command" | "pull"; rest: Words; end: number } | undefined {
  let at = 0;
  for (let word = words[at]; word?.value.startsWith("-"); word = words[at]) at += clientValued.test(word.value) ? 2 : 1;
  for (const length of [1, 2]) {
    const name = words
      .slice(at, at + length)
      .map((word) => word.value)
      .join(" ");
    const kind = ownValue(verbs, name);
    const end = words[at + length - 1]?.span.end;
    if (kind !== undefined && end !== undefined) return { kind, rest: words.slice(at + length), end };
  }
  return undefined;
}

/** A reference (github.com/distribution/reference), a variable, or a blank to fill in; not prose, not a synopsis. */
function mayBeImage(word: CommandWord): boolean {
  return (
    (expansionOf(word.value) !== undefined && !neverImage.test(word.value)) ||
    (/^(?:[A-Za-z0-9_<]|\$[\w({])/.test(word.value) &&
      !/[\s,;!?'"`]/.test(
        word.literal ? word.value.replace(/<[^>]*(?:>|$)/g, (blank) => (blank.endsWith(">") ? "" : blank)) : "",
      ))
  );
}

function serves(flags: readonly RunFlag[]): boolean {
  return flags.some(
    ({ name, value }) => name === "publish" || ((name === "detach" || name === "publish-all") && value !== "false"),
  );
}
