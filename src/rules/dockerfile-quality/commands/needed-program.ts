import { argumentsOf, programOf } from "../../../facts/dockerfile/runs.ts";
import type { ShellCommand } from "../../../facts/dockerfile/dockerfile.ts";
import type { RunBody } from "../../../facts/dockerfile/run-commands.ts";
import { decidesRun } from "./status.ts";

/** Parts of addresses and paths that name no program, and programs that images have without an installer. */
const general =
  /^(?:https?|www|raw|git|github|githubusercontent|gitlab|com|org|net|io|dev|app|sh|bash|zsh|py|get|install|installer|setup|script|scripts|bin|lib|local|opt|usr|root|home|env|etc|main|master|head|stable|latest|download|downloads|releases?|v?\d.*|apt|apk|yum|dnf|deb|rpm|npm|curl|wget|tar|python\d*|pip\d*|perl|java)$/;
/** Programs of an installer whose address does not name them. */
const alsoInstalled = new Map([["rustup", ["cargo", "rustc"]]]);

/** `curl https://bun.sh/install | bash && bun i`: where the installer did not come, the program is missing, and the RUN fails. */
export function isProgramNeeded(body: RunBody, feeder: ShellCommand, at: number, text: string): boolean {
  const { commands } = body;
  const reader = commands[at];
  if (reader === undefined || !/^(?:ba|da|z|k)?sh$|^python3?$/.test(programOf(reader) ?? "")) return false;
  const address = argumentsOf(feeder).find((word) => word.text.includes("://"))?.text ?? "";
  const named = partsOf(address);
  const programs = new Set(named.flatMap((part) => [part, ...(alsoInstalled.get(part) ?? [])]));
  return commands.some(
    (command, index) =>
      command.span.start > reader.span.end &&
      needs(command).some((part) => programs.has(part)) &&
      decidesRun(body, index, text),
  );
}

/** The program itself, or the file that the shell reads: `. $NVM_DIR/nvm.sh`. */
function needs(command: ShellCommand): readonly string[] {
  const { words } = command;
  const program = programOf(command) ?? words[0]?.text ?? "";
  if (program === "." || program === "source") return partsOf(words[1]?.text ?? "");
  const [last = ""] = program.toLowerCase().split("/").slice(-1);
  return general.test(last) ? [] : [last];
}

function partsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length > 1 && !general.test(part));
}
