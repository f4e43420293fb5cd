import type { DockerfileFact, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { argumentsOf, programOf } from "../../facts/dockerfile/runs.ts";
import { downloadOf } from "./downloads.ts";
import { inCommand } from "./tls-switches.ts";

/**
 * Whether the stage verifies a downloaded file by a checksum or a signature after the download, so that its sender does
 * not matter. A list of checksums from the same source proves nothing, nor does a comparison of other files.
 */
export function verifiedLater(dockerfile: DockerfileFact): (command: ShellCommand) => boolean {
  return (command) => {
    const stage = dockerfile.stages.find(({ instructions }) =>
      instructions.some(({ commands }) => commands?.includes(command)),
    );
    const stageCommands = (stage?.instructions ?? []).flatMap(({ commands = [] }) => commands);
    const file = downloadOf(command)?.file;
    const name = file === undefined ? "" : nameOf(file);
    if (name === "") return false;
    const insecure = stageCommands.filter((stageCommand) =>
      inCommand(stageCommand, dockerfile.text).some(({ download }) => download === true),
    );
    const files = insecure.map((one) => nameOf(downloadOf(one)?.file ?? ""));
    // The printed text may be the checksum, or the key.
    if (files.includes("")) return false;
    const laterCommands = stageCommands.slice(stageCommands.indexOf(command) + 1);
    return laterCommands.some((one, index) => compares(one, name, laterCommands.slice(0, index), new Set(files)));
  };
}

const sums = /^(?:sha\d*sum|md5sum|b2sum|shasum)$/;
const signatures = /^(?:gpgv?2?|minisign|cosign|signify|slsa-verifier)$/;
const signatureEnding = /\.(?:asc|sig|sign|gpg|minisig|pem|intoto\.jsonl)$/;

function compares(
  command: ShellCommand,
  name: string,
  earlierCommands: readonly ShellCommand[],
  insecure: ReadonlySet<string>,
): boolean {
  const program = programOf(command) ?? "";
  const args = argumentsOf(command).map(({ text }) => text);
  const operands = args.filter((arg) => !arg.startsWith("-"));
  if (signatures.test(program)) {
    const verifies = program === "gpgv" || args.some((arg) => /^(?:--verify|-V|-Vm|verify(?:-\w+)?)$/.test(arg));
    if (
      earlierCommands.some(
        (one) => programOf(one) === program && one.words.some(({ text }) => insecure.has(nameOf(text))),
      )
    )
      return false;
    return (
      verifies && operands.some((arg) => nameOf(arg).replace(signatureEnding, "") === name || nameOf(arg) === name)
    );
  }
  if (!sums.test(program)) return false;
  if (!args.some((arg) => arg === "--check" || (/^-[a-z]+$/.test(arg) && arg.includes("c"))))
    return inTest(command, operands, name, earlierCommands);
  const list = operands.find((arg) => arg !== "-" && arg !== "/dev/stdin");
  if (list !== undefined) return !insecure.has(nameOf(list));
  const feeding = earlierCommands.filter((one) => one.pipeline !== undefined && one.pipeline === command.pipeline);
  if (feeding.some((one) => downloadOf(one) !== undefined)) return false;
  const inputTexts = [...feeding.flatMap(wordsOf), ...(command.redirects ?? []).map(({ target }) => target.text)];
  // A heredoc is written in the Dockerfile.
  if (inputTexts.length === 0) return true;
  return (
    inputTexts.some((text) => text.includes(name)) &&
    !inputTexts.some((text) => insecure.has(nameOf(text)) && nameOf(text) !== name)
  );
}

/** `[ "$(sha256sum FILE | cut ...)" = SUM ]`. */
function inTest(
  { span }: ShellCommand,
  operands: readonly string[],
  name: string,
  earlierCommands: readonly ShellCommand[],
): boolean {
  return (
    operands.some((arg) => nameOf(arg) === name) &&
    earlierCommands.some(
      (command) =>
        /^(?:test|\[\[?)$/.test(command.name ?? "") && command.span.start < span.start && span.end <= command.span.end,
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
