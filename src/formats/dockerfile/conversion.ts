import { checksumProblem } from "./flag-values.ts";
import { expandWord, type Expanded } from "./expansion.ts";
import type { Heredoc } from "./heredocs.ts";
import type { Head } from "./instruction.ts";
import { mountProblem } from "./mounts.ts";
import { portProblem } from "./ports.ts";
import { fault, printable, type Problem } from "./refusal.ts";
import { isSignal } from "./signals.ts";
import { blank, splitBlanks, splitQuoted, trimSlice, type Slice } from "./words.ts";

interface Source {
  readonly head: Head;
  /** The logical line. */
  readonly line: string;
  /** The whole file. */
  readonly text: string;
  readonly escape: string;
  readonly heredocs: readonly Heredoc[];
}

/**
 * Why Docker refuses an instruction of a stage that it builds: words that cannot be expanded, and values that it looks at only
 * then (frontend/dockerfile/dockerfile2llb). Values with a variable are not judged.
 */
export function conversionProblem(source: Source): Problem | undefined {
  const { head } = source;
  const whole = (): string => source.line.slice(head.args.start, head.args.end);
  switch (head.keyword) {
    case "ENV":
    case "LABEL":
      return first(pairs(source), (text) => broken(source, text));
    case "ARG":
      return first(splitQuoted(source.line, head.args, source.escape), (slice) => defaultProblem(source, slice));
    case "USER":
    case "WORKDIR":
      return broken(source, whole());
    case "VOLUME":
      return first(words(source), (text) =>
        expanded(source, text, (value) => (value === "" ? fault("VOLUME takes no empty path") : undefined)),
      );
    case "STOPSIGNAL":
      return expanded(source, whole(), (value) =>
        isSignal(value) ? undefined : fault(`there is no signal ${printable(value) || '""'}`),
      );
    case "EXPOSE":
      return first(words(source), (text) => expanded(source, text, portProblem));
    case "ADD":
    case "COPY":
      return copyProblem(source);
    case "RUN":
      return first(
        head.flags.filter(({ name }) => name === "mount"),
        ({ value = "" }) => mountFault(source, value),
      );
    default:
      return undefined;
  }
}

function first<T>(items: Iterable<T>, judge: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = judge(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function expanded(
  { head, escape }: Source,
  text: string,
  judge: (value: string) => Problem | undefined,
): Problem | undefined {
  const word: Expanded = expandWord(text, { escape });
  if (word.problem !== undefined) return fault(`${head.keyword}: ${printable(text)}: ${word.problem}`);
  return word.literal ? judge(word.value) : undefined;
}

function broken(source: Source, text: string): Problem | undefined {
  return expanded(source, text, () => undefined);
}

function words({ head, line }: Source): readonly string[] {
  return head.json ?? splitBlanks(line, head.args).map(({ start, end }) => line.slice(start, end));
}

/** Names and values of ENV and LABEL, each by itself. */
function pairs({ head, line, escape }: Source): readonly string[] {
  const slices = splitQuoted(line, head.args, escape);
  const whole = line.slice(head.args.start, head.args.end);
  const [firstWord] = slices;
  if (firstWord !== undefined && !line.slice(firstWord.start, firstWord.end).includes("=")) {
    const gap = whole.search(blank);
    const { start } = trimSlice(whole, gap);
    return [whole.slice(0, gap), whole.slice(start)];
  }
  return slices.flatMap(({ start, end }) => {
    const equals = line.indexOf("=", start);
    return [line.slice(start, equals), line.slice(equals + 1, end)];
  });
}

function defaultProblem(source: Source, { start, end }: Slice): Problem | undefined {
  const equals = source.line.slice(start, end).indexOf("=");
  return equals === -1 ? undefined : broken(source, source.line.slice(start + equals + 1, end));
}

function mountFault(source: Source, mount: string): Problem | undefined {
  const problem = mountProblem(mount);
  if (problem !== undefined) return fault(`--mount: ${problem}`);
  return mount.includes("$") ? first(mount.split(","), (field) => broken(source, field)) : undefined;
}

/** `user@host:path`, which Docker treats as a Git repository. */
const scp = /^[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:\S/;

function copyProblem(source: Source): Problem | undefined {
  const { head, text, heredocs } = source;
  const { keyword, flags } = head;
  const expandable = flags.filter(({ name }) => ["chown", "chmod", "checksum", "exclude"].includes(name));
  const flag = first(expandable, ({ value = "" }) => broken(source, value));
  if (flag !== undefined) return flag;
  const operands = words(source);
  const sources = operands.slice(0, -1);
  const bad = first(operands, (word) => broken(source, word)) ?? bodyProblem(keyword, text, heredocs);
  if (bad !== undefined) return bad;
  if (keyword === "ADD") return addProblem(source, sources);
  return first(sources, (word) =>
    expanded(source, word, (value) => {
      if (/^https?:\/\//.test(value)) return fault("COPY takes no URL: use ADD");
      return /^(git|ssh):\/\//.test(value) || scp.test(value)
        ? fault("COPY takes no Git repository: use ADD")
        : undefined;
    }),
  );
}

/** Docker puts variables into the bodies whose name is not quoted. */
function bodyProblem(keyword: string, text: string, heredocs: readonly Heredoc[]): Problem | undefined {
  return first(
    heredocs.filter(({ expands }) => expands),
    ({ name, bodySpan }) => {
      const { problem } = expandWord(text.slice(bodySpan.start, bodySpan.end), { escape: "\\", quotes: false });
      return problem === undefined
        ? undefined
        : fault(`${keyword}: ${problem} in the heredoc: write <<"${printable(name)}" to copy it as it is`);
    },
  );
}

function addProblem(source: Source, sources: readonly string[]): Problem | undefined {
  const checksum = source.head.flags.find(({ name }) => name === "checksum")?.value ?? "";
  const { value, literal } = expandWord(checksum, { escape: source.escape });
  if (value === "" || !literal) return undefined;
  const [only = ""] = sources;
  if (sources.length !== 1) return fault("--checksum takes a single source");
  return expanded(source, only, (url) => {
    const git = /^(git|ssh):\/\//.test(url) || scp.test(url) || /\.git($|#|\?)/.test(url);
    if (git) return undefined;
    return /^https?:\/\//.test(url)
      ? wrapped(checksumProblem(value))
      : fault("--checksum: only a source that is a URL or a Git repository has one");
  });
}

function wrapped(problem: string | undefined): Problem | undefined {
  return problem === undefined ? undefined : fault(problem);
}
