import type { SpecChange, SpecEdits } from "../../domain/container-spec/spec-change.ts";
import type { Said, WrittenContainer } from "../../domain/container-spec/written-container.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import type { Span, TextSpan } from "../../domain/finding/span.ts";

type Texts = ReadonlyMap<string, string>;

/** A change as flags of `docker run`: a new one right behind `run`, another value in place of one that is there. */
export function changeRunLine(container: WrittenContainer, change: SpecChange, texts: Texts): SpecEdits {
  if ("remove" in change) return withoutFlag(change.remove, texts);
  if ("replace" in change) return withValue(change.replace, quoted(change.by), texts);
  if ("fromCaller" in change) return fromCaller(change, texts);
  if ("add" in change) return withFlag(container, `${lists[change.add]} ${quoted(change.value)}`);
  const { set, to } = change;
  switch (set) {
    case "readOnly":
    case "init":
      return valueOrFlag(container, container[set], String(to), to ? flags[set] : `${flags[set]}=false`, texts);
    case "noNewPrivileges":
      if (container.noNewPrivileges !== undefined)
        return withValue(container.noNewPrivileges, `no-new-privileges${to ? "" : "=false"}`, texts);
      return withFlag(container, `--security-opt no-new-privileges${to ? "" : "=false"}`);
    case "seccomp":
      if (container.seccomp !== undefined) return withValue(container.seccomp, quoted(`seccomp=${to}`), texts);
      return withFlag(container, `--security-opt ${quoted(`seccomp=${to}`)}`);
    case "user":
    case "network":
      return valueOrFlag(container, container[set], quoted(to), `${flags[set]} ${quoted(to)}`, texts);
    case "shmBytes":
      return valueOrFlag(container, container[set], String(to), `${flags[set]} ${to}`, texts);
    case "memoryBytes":
    case "memorySwapBytes":
    case "cpus":
    case "pids":
      if (change.insteadOf !== undefined) return inItsPlace(change.insteadOf, `${flags[set]}=${to}`, texts);
      if (set === "memorySwapBytes") {
        const behind = behindMemory(container, to);
        if (behind !== undefined) return behind;
      }
      return valueOrFlag(container, container[set], String(to), `${flags[set]} ${to}`, texts);
  }
}

const lists = { capDrop: "--cap-drop", capAdd: "--cap-add", tmpfs: "--tmpfs", volume: "--volume" };
const flags = {
  readOnly: "--read-only",
  init: "--init",
  user: "--user",
  network: "--network",
  memoryBytes: "--memory",
  memorySwapBytes: "--memory-swap",
  cpus: "--cpus",
  pids: "--pids-limit",
  shmBytes: "--shm-size",
};

function valueOrFlag(
  container: WrittenContainer,
  said: Said<unknown> | undefined,
  value: string,
  flag: string,
  texts: Texts,
): SpecEdits {
  // A switch without a value says nothing but "on".
  return said?.whole === undefined ? withFlag(container, flag) : withValue(said, value, texts);
}

function withFlag({ at, insertAt }: WrittenContainer, flag: string): SpecEdits {
  if (!("span" in at) || insertAt === undefined)
    return { refused: "where the command's flags begin is not known; add the flag by hand" };
  return one({ file: at.file, span: { start: insertAt, end: insertAt }, text: ` ${flag}` });
}

/** Swap beside the memory that it belongs to, in the same words when it is the same amount. */
function behindMemory({ memoryBytes, memorySwapBytes }: WrittenContainer, to: number): SpecEdits | undefined {
  const whole = memoryBytes?.whole;
  if (whole === undefined || memorySwapBytes !== undefined) return undefined;
  const text = memoryBytes?.value === to ? (memoryBytes.written ?? String(to)) : String(to);
  return one({
    file: whole.file,
    span: { start: whole.span.end, end: whole.span.end },
    text: ` --memory-swap=${text}`,
  });
}

function withValue({ at }: Said<unknown>, text: string, texts: Texts): SpecEdits {
  if (!("span" in at) || !texts.has(at.file)) return noText;
  return one({ file: at.file, span: at.span, text });
}

/** `-e NAME` takes what the caller has. */
function fromCaller({ fromCaller: said, name }: Extract<SpecChange, { readonly fromCaller: unknown }>, texts: Texts) {
  const text = "span" in said.at ? (texts.get(said.at.file) ?? "") : "";
  return "span" in said.at && text.startsWith(name, said.at.span.start)
    ? withValue(said, name, texts)
    : { refused: `its name is written in another way; write -e ${name} by hand` };
}

function inItsPlace(said: Said<unknown>, text: string, texts: Texts): SpecEdits {
  const flag = flagOf(said, texts);
  return "refused" in flag ? flag : one({ file: flag.file, span: flag.span, text });
}

/** From the flag to the word behind it, so that a continued line keeps its shape. */
function withoutFlag(said: Said<unknown>, texts: Texts): SpecEdits {
  const flag = flagOf(said, texts);
  if ("refused" in flag) return flag;
  const text = texts.get(flag.file) ?? "";
  const gap = /^(?:[ \t]|\\[ \t]*\r?\n)*/.exec(text.slice(flag.span.end))?.[0] ?? "";
  return one({ file: flag.file, span: { start: flag.span.start, end: flag.span.end + gap.length }, text: "" });
}

/** The flag with its value, where it is a word of its own and says nothing else. */
function flagOf({ at, whole }: Said<unknown>, texts: Texts): TextSpan | { readonly refused: string } {
  if (!("span" in at)) return noText;
  const flag = whole ?? at;
  const text = texts.get(flag.file);
  if (text === undefined) return noText;
  if (text[flag.span.start] !== "-") return { refused: "it shares its dash with other flags; split them by hand" };
  if (isListed(text, at.span)) return { refused: "it stands in a list with others; write a flag for each" };
  return flag;
}

function isListed(text: string, { start, end }: Span): boolean {
  return text[start - 1] === "," || text[end] === ",";
}

const noText = { refused: "it stands in no text that could be edited" };

function one(edit: Edit): SpecEdits {
  return { edits: [edit] };
}

/** As one word of a shell. */
function quoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
