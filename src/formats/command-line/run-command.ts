import { ownValue } from "../../domain/own-value.ts";
import type { RunFlag, RunLine } from "../../domain/dockerfile/run-line.ts";
import { readFlags } from "./read-flags.ts";
import { pullFlags, runFlags, type Program } from "./run-flags.ts";
import type { CommandWord, Words } from "./shell-commands.ts";

/** Programs that start the command behind them: their own options that take a word, and how many words of their own they need. */
const wrappers: Readonly<Record<string, { readonly valued: RegExp; readonly operands: number }>> = {
  sudo: { valued: /^(?:-[CDghpRrTtUu]|--(?:user|group|host|prompt|chdir|chroot|close-from))$/, operands: 0 },
  doas: { valued: /^-[Cu]$/, operands: 0 },
  env: { valued: /^(?:-[uCS]|--(?:unset|chdir))$/, operands: 0 },
  nohup: { valued: /^$/, operands: 0 },
  exec: { valued: /^-a$/, operands: 0 },
  command: { valued: /^$/, operands: 0 },
  eval: { valued: /^$/, operands: 0 },
  time: { valued: /^-[fo]$/, operands: 0 },
  nice: { valued: /^-n$/, operands: 0 },
  ionice: { valued: /^-[cn]$/, operands: 0 },
  stdbuf: { valued: /^-[eio]$/, operands: 0 },
  timeout: { valued: /^-[ks]$/, operands: 1 },
};

/** Options of the client itself, before the verb. */
const clientValued =
  /^(?:-[cHl]|--(?:config|context|host|log-level|tlscacert|tlscert|tlskey|connection|url|identity|root|runroot|storage-driver|storage-opt|runtime|cgroup-manager|namespace|tmpdir))$/;

const verbs: Readonly<Record<string, "command" | "pull">> = {
  run: "command",
  create: "command",
  "container run": "command",
  "container create": "command",
  pull: "pull",
  "image pull": "pull",
};

/** Reads one simple command as a `docker run`, `create` or `pull`; undefined when it is not one, or not fully understood. */
export function runCommand(text: string, words: Words): RunLine | undefined {
  const unwrapped = unwrap(words);
  const program = unwrapped && programOf(unwrapped.words[0]);
  if (unwrapped === undefined || program === undefined) return undefined;
  const verb = verbOf(unwrapped.words.slice(1));
  if (verb === undefined) return undefined;
  const read = readFlags(verb.rest, verb.kind === "pull" ? pullFlags : runFlags(program));
  const image = read?.rest[0];
  const last = words.at(-1);
  if (read === undefined || image === undefined || last === undefined || !mayBeImage(image)) return undefined;
  const span = { start: unwrapped.start, end: last.span.end };
  return {
    kind: verb.kind,
    program,
    span,
    text: text.slice(span.start, span.end),
    sudo: unwrapped.sudo,
    flags: read.flags,
    image: { text: image.value, span: image.span },
    args: read.rest.slice(1).map((word) => word.value),
    service: verb.kind === "command" && serves(read.flags),
    unknownFlags: read.unknownFlags,
    insertAt: verb.end,
  };
}

function unwrap(words: Words): { words: Words; start: number; sudo: boolean } | undefined {
  let at = 0;
  let sudo = false;
  const start = words[0]?.span.start;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const name = word.value.replace(/^.*\//, "");
    const wrapper = ownValue(wrappers, name);
    if (wrapper === undefined) break;
    sudo ||= name === "sudo" || name === "doas";
    at++;
    for (let option = words[at]; option !== undefined && /^-.|^\w+=/.test(option.value); option = words[at]) {
      at += wrapper.valued.test(option.value) ? 2 : 1;
    }
    at += wrapper.operands;
  }
  return start === undefined ? undefined : { words: words.slice(at), start, sudo };
}

/** `docker`, `/usr/bin/docker`, `docker.exe`, and the usual names of a variable that holds one of them. */
function programOf(word: CommandWord | undefined): Program | undefined {
  const found = /^(?:.*[\\/])?(docker|podman)(?:\.exe)?$/.exec(word?.value ?? "")?.[1];
  if (found === "docker" || found === "podman") return found;
  const variable = /^\$\{?(docker|podman)(?:_?(?:cmd|bin|exe|cli|command))?(?::?[-=].*)?\}?$/i.exec(
    word?.value ?? "",
  )?.[1];
  return variable === undefined ? undefined : variable.toLowerCase() === "podman" ? "podman" : "docker";
}

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
    /^(?:[A-Za-z0-9_<]|\$[\w({])/.test(word.value) &&
    !/[\s,;!?'"`]/.test(
      word.literal ? word.value.replace(/<[^>]*(?:>|$)/g, (blank) => (blank.endsWith(">") ? "" : blank)) : "",
    )
  );
}

function serves(flags: readonly RunFlag[]): boolean {
  return flags.some(
    ({ name, value }) => name === "publish" || ((name === "detach" || name === "publish-all") && value !== "false"),
  );
}
