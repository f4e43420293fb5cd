import type { SpecChange, SpecEdits } from "../../domain/container/spec-change.ts";
import type { Located, ContainerSpec } from "../../domain/container/container-spec.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import type { Span, TextSpan } from "../../domain/finding/span.ts";

type Texts = ReadonlyMap<string, string>;

/** A change as flags of `docker run`: a new one right after `run`, or another value of an existing one. */
export function changeRunLine(container: ContainerSpec, change: SpecChange, texts: Texts): SpecEdits {
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
        const swapEdit = behindMemory(container, to);
        if (swapEdit !== undefined) return swapEdit;
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
  container: ContainerSpec,
  setting: Located<unknown> | undefined,
  value: string,
  flag: string,
  texts: Texts,
): SpecEdits {
  // A boolean flag without a value means true.
  return setting?.whole === undefined ? withFlag(container, flag) : withValue(setting, value, texts);
}

function withFlag({ at, insertAt }: ContainerSpec, flag: string): SpecEdits {
  if (!("span" in at) || insertAt === undefined)
    return { refused: "where the command's flags begin is not known; add the flag by hand" };
  return singleEdit({ file: at.file, span: { start: insertAt, end: insertAt }, text: ` ${flag}` });
}

/** Swap next to its memory flag, in the same notation when the amounts are equal. */
function behindMemory({ memoryBytes, memorySwapBytes }: ContainerSpec, to: number): SpecEdits | undefined {
  const whole = memoryBytes?.whole;
  if (whole === undefined || memorySwapBytes !== undefined) return undefined;
  const text = memoryBytes?.value === to ? (memoryBytes.written ?? String(to)) : String(to);
  return singleEdit({
    file: whole.file,
    span: { start: whole.span.end, end: whole.span.end },
    text: ` --memory-swap=${text}`,
  });
}

function withValue({ at }: Located<unknown>, text: string, texts: Texts): SpecEdits {
  if (!("span" in at) || !texts.has(at.file)) return noText;
  return singleEdit({ file: at.file, span: at.span, text });
}

/** `-e NAME` uses the caller's value. */
function fromCaller(
  { fromCaller: setting, name }: Extract<SpecChange, { readonly fromCaller: unknown }>,
  texts: Texts,
) {
  const text = "span" in setting.at ? (texts.get(setting.at.file) ?? "") : "";
  return "span" in setting.at && text.startsWith(name, setting.at.span.start)
    ? withValue(setting, name, texts)
    : { refused: `its name is written in another way; write -e ${name} by hand` };
}

function inItsPlace(setting: Located<unknown>, text: string, texts: Texts): SpecEdits {
  const flag = flagOf(setting, texts);
  return "refused" in flag ? flag : singleEdit({ file: flag.file, span: flag.span, text });
}

/** Removes the flag up to the next word, so that a continued line keeps its shape. */
function withoutFlag(setting: Located<unknown>, texts: Texts): SpecEdits {
  const flag = flagOf(setting, texts);
  if ("refused" in flag) return flag;
  const text = texts.get(flag.file) ?? "";
  const gap = /^(?:[ \t]|\\[ \t]*\r?\n)*/.exec(text.slice(flag.span.end))?.[0] ?? "";
  return singleEdit({ file: flag.file, span: { start: flag.span.start, end: flag.span.end + gap.length }, text: "" });
}

/** The flag with its value, where it is a separate word with nothing else in it. */
function flagOf({ at, whole }: Located<unknown>, texts: Texts): TextSpan | { readonly refused: string } {
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

function singleEdit(edit: Edit): SpecEdits {
  return { edits: [edit] };
}

/** As one shell word. */
function quoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
