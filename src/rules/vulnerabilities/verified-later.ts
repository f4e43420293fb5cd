import type { DockerfileFact, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { argumentsOf, programOf } from "../../facts/dockerfile/runs.ts";
import { downloadOf } from "./downloads.ts";
import { inCommand } from "./tls-switches.ts";

/**
 * Whether the stage compares a downloaded file with a checksum or a signature after the download, so that it does not matter who answered. A list of checksums that comes
 * the same way proves nothing, nor does a comparison of other files.
 */
export function verifiedLater(dockerfile: DockerfileFact): (command: ShellCommand) => boolean {
  return (command) => {
    const stage = dockerfile.stages.find(({ instructions }) =>
      instructions.some(({ commands }) => commands?.includes(command)),
    );
    const all = (stage?.instructions ?? []).flatMap(({ commands = [] }) => commands);
    const file = downloadOf(command)?.file;
    const name = file === undefined ? "" : nameOf(file);
    if (name === "") return false;
    const insecure = all.filter((one) => inCommand(one, dockerfile.text).some(({ download }) => download === true));
    const files = insecure.map((one) => nameOf(downloadOf(one)?.file ?? ""));
    // What is printed may be the checksum, or the key.
    if (files.includes("")) return false;
    const after = all.slice(all.indexOf(command) + 1);
    return after.some((one, index) => compares(one, name, after.slice(0, index), new Set(files)));
  };
}

const sums = /^(?:sha\d*sum|md5sum|b2sum|shasum)$/;
const signatures = /^(?:gpgv?2?|minisign|cosign|signify|slsa-verifier)$/;
const signatureEnding = /\.(?:asc|sig|sign|gpg|minisig|pem|intoto\.jsonl)$/;

function compares(
  command: ShellCommand,
  name: string,
  before: readonly ShellCommand[],
  insecure: ReadonlySet<string>,
): boolean {
  const program = programOf(command) ?? "";
  const args = argumentsOf(command).map(({ text }) => text);
  const operands = args.filter((arg) => !arg.startsWith("-"));
  if (signatures.test(program)) {
    const verifies = program === "gpgv" || args.some((arg) => /^(?:--verify|-V|-Vm|verify(?:-\w+)?)$/.test(arg));
    if (before.some((one) => programOf(one) === program && one.words.some(({ text }) => insecure.has(nameOf(text)))))
      return false;
    return (
      verifies && operands.some((arg) => nameOf(arg).replace(signatureEnding, "") === name || nameOf(arg) === name)
    );
  }
  if (!sums.test(program)) return false;
  if (!args.some((arg) => arg === "--check" || (/^-[a-z]+$/.test(arg) && arg.includes("c"))))
    return inTest(command, operands, name, before);
  const list = operands.find((arg) => arg !== "-" && arg !== "/dev/stdin");
  if (list !== undefined) return !insecure.has(nameOf(list));
  const feeding = before.filter((one) => one.pipeline !== undefined && one.pipeline === command.pipeline);
  if (feeding.some((one) => downloadOf(one) !== undefined)) return false;
  const given = [...feeding.flatMap(wordsOf), ...(command.redirects ?? []).map(({ target }) => target.text)];
  // A heredoc is written in the Dockerfile.
  if (given.length === 0) return true;
  return (
    given.some((text) => text.includes(name)) &&
    !given.some((text) => insecure.has(nameOf(text)) && nameOf(text) !== name)
  );
}

/** `[ "$(sha256sum FILE | cut ...)" = SUM ]`. */
function inTest(
  { span }: ShellCommand,
  operands: readonly string[],
  name: string,
  before: readonly ShellCommand[],
): boolean {
  return (
    operands.some((arg) => nameOf(arg) === name) &&
    before.some(
      (one) => /^(?:test|\[\[?)$/.test(one.name ?? "") && one.span.start < span.start && span.end <= one.span.end,
    )
  );
}

function wordsOf({ words }: ShellCommand): readonly string[] {
  return words.map(({ text }) => text);
}

function nameOf(path: string): string {
  const plain = path.replace(/^["']|["']$/g, "");
  return plain.slice(plain.lastIndexOf("/") + 1);
}
