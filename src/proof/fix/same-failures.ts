import { permitForNothing } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import type { CreateRequest } from "../../domain/container/create-request.ts";
import { createContainer } from "../../sources/engine/containers/containers.ts";
import type { EngineSession } from "../../sources/engine/types.ts";

/** Scripts of RUNs before and after they were joined. Commands are numbered in source order, equally in both. */
export interface Scripts {
  /** Command line that runs a body: `/bin/sh`, `-c`. */
  readonly shell: readonly string[];
  /** Displayed name. */
  readonly commands: readonly string[];
  /** Commands that can be made to fail. */
  readonly failing: readonly number[];
  /** Working directories of the scripts. */
  readonly folders: readonly string[];
  readonly before: (failed: number | undefined) => readonly string[];
  readonly after: (failed: number | undefined) => readonly string[];
}

const stub = "/.hullproof-stub";

/** Prefix of a command that reports it with its words and environment instead of running it. */
export function stubCall(command: number): string {
  return `/bin/sh ${stub} ${command} `;
}

/**
 * How the joined RUNs behave differently from the single ones. All commands are stubs, and each fails once, in a
 * disposable container without a network. The build must fail exactly when it failed before, and until then each
 * command must run as often, with the same words, folder, umask and exported variables. `unjudged` is the reason why
 * there is no comparison.
 */
export async function sameFailures(
  session: EngineSession,
  image: string,
  scripts: Scripts,
): Promise<{ readonly problem?: string; readonly unjudged?: string }> {
  const cases = [undefined, ...scripts.failing];
  const output = await runDriver(session, image, driver(scripts, cases));
  if (typeof output !== "string") return output;
  const blocks = output.split("\n@@case ").slice(1).map(readBlock);
  if (blocks.length !== 2 * cases.length) return { unjudged: `no shell in ${image} that can run them` };
  if (blocks.every(({ failed, told }) => failed && told.size === 0))
    return { unjudged: `${scripts.shell[0]} of ${image} does not run them` };
  for (const [at, failed] of cases.entries()) {
    const [before, after] = [blocks[2 * at], blocks[2 * at + 1]];
    const difference = before && after && differs(scripts.commands, before, after);
    if (difference === undefined) continue;
    const name = failed === undefined ? undefined : scripts.commands[failed];
    return { problem: name === undefined ? difference : `when \`${short(name)}\` fails, ${difference}` };
  }
  return {};
}

interface Block {
  readonly failed: boolean;
  /** Reports of each run, by command. */
  readonly told: ReadonlyMap<number, readonly string[]>;
}

/** Uses only the shell, since the image may have little else. */
function driver({ shell, folders, commands, before, after }: Scripts, cases: readonly (number | undefined)[]): string {
  const stubScript = [
    'hp_n=$1; shift; hp_w=; for hp_a; do hp_w="$hp_w [$hp_a]"; done',
    // One write each: the parts of a pipeline run at once.
    "printf '@@ran %s\\n' \"$PWD|$(umask)|$hp_w|$(export -p)\" >> " + `${stub}-$hp_n`,
    // It fails once, so that a loop that waits for it ends.
    `if [ "$HP_FAIL" = "$hp_n" ] && [ ! -s ${stub}-failed ]; then echo x > ${stub}-failed; exit 1; fi`,
    "exit 0",
  ].join("\n");
  const numbers = commands.map((_, at) => at).join(" ");
  return [
    `printf '%s' ${quoted(stubScript)} > ${stub}`,
    ...folders.map((folder) => `mkdir -p -- ${quoted(folder)} 2> /dev/null`),
    "one() {",
    "HP_FAIL=$1; export HP_FAIL; shift; status=0",
    `: > ${stub}-failed; for n in ${numbers}; do : > ${stub}-$n; done`,
    `for body; do ${shell.map(quoted).join(" ")} "$body" < /dev/null > /dev/null 2>&1 || { status=1; break; }; done`,
    'printf "\\n@@case %s\\n" $status',
    `for n in ${numbers}; do while IFS= read -r line; do printf '%s %s\\n' "$n" "$line"; done < ${stub}-$n; done`,
    "}",
    ...cases.flatMap((failed) =>
      [before(failed), after(failed)].map((bodies) => `one ${failed ?? "none"} ${bodies.map(quoted).join(" ")}`),
    ),
    "",
  ].join("\n");
}

async function runDriver(
  session: EngineSession,
  image: string,
  script: string,
): Promise<string | { readonly unjudged: string }> {
  try {
    const spec: CreateRequest = {
      image,
      name: "joined",
      user: "0:0",
      entrypoint: ["/bin/sh", "-c"],
      command: [script],
      network: "none",
      capDrop: ["ALL"],
      // Enters directories of other users as a build's root does.
      capAdd: ["DAC_OVERRIDE"],
      pids: 200,
      memoryBytes: 256 * 1024 * 1024,
    };
    await using container = await createContainer(session, spec, permitForNothing());
    await container.start();
    await container.wait(60_000);
    return `\n${(await container.logs()).stdout}`;
  } catch (error) {
    if (error instanceof Failure && (error.code === "engine-refused" || error.code === "timed-out"))
      return { unjudged: error.message };
    throw error;
  }
}

function readBlock(text: string): Block {
  const [status = "", ...lines] = text.split("\n");
  const runsByCommand = new Map<number, string[]>();
  for (const line of lines) {
    const [, number, message = ""] = /^(\d+) (.*)$/s.exec(line) ?? [];
    if (number === undefined) continue;
    const runs = runsByCommand.get(Number(number)) ?? [];
    if (message.startsWith("@@ran ")) runs.push(message.slice("@@ran ".length));
    // The shell's internal variables differ by its work, not by its exports.
    else if (!/^(export|declare -x) (PWD|OLDPWD|SHLVL|_|HP_FAIL)(=|$)/.test(message))
      runs.push(`${runs.pop() ?? ""}\n${message}`);
    runsByCommand.set(Number(number), runs);
  }
  return { failed: status !== "0", told: runsByCommand };
}

function differs(commands: readonly string[], before: Block, after: Block): string | undefined {
  for (const [number, command] of commands.entries()) {
    const [old, currentRuns] = [before.told.get(number) ?? [], after.told.get(number) ?? []];
    if (JSON.stringify(old) === JSON.stringify(currentRuns)) continue;
    const name = `\`${short(command)}\``;
    if (old.length === 0) return `${name} runs, which it did not`;
    if (currentRuns.length === 0) return `${name} does not run any more`;
    const [oldFolder, oldMask, oldWords] = (old[0] ?? "").split("|");
    const [newFolder, newMask, newWords] = (currentRuns[0] ?? "").split("|");
    if (oldFolder !== newFolder) return `${name} runs in ${newFolder} in place of ${oldFolder}`;
    if (oldMask !== newMask) return `${name} runs with umask ${newMask} in place of ${oldMask}`;
    if (oldWords !== newWords) return `${name} is given other words:${newWords} in place of${oldWords}`;
    return old.length === currentRuns.length
      ? `${name} sees other exported variables`
      : `${name} runs ${currentRuns.length} times in place of ${old.length}`;
  }
  if (before.failed === after.failed) return undefined;
  return before.failed ? "the build goes on, where it failed before" : "the build fails, where it went on before";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function short(command: string): string {
  return command.length <= 60 ? command : `${command.slice(0, 57)}...`;
}
