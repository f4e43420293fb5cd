import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SoakEngine } from "../engine/soak-engine.ts";
import { writeFiles, type Offer } from "../offer.ts";
import type { Call, Files, SoakCase } from "../soak-case.ts";
import type { Verdict } from "./judge-builds.ts";
import { runOnce } from "./run-images.ts";

const driver = `for folder in /calls/call-*; do
  cd $folder && CALLS=$folder/.calls timeout 20 sh ./.command > .stdout 2>&1
  echo "$folder $?"
  # What a line began with & may end after it.
  for look in $(seq 50); do set -- /proc/[0-9]*; [ $# -gt 1 ] || break; sleep 0.1; done
  cat .calls 2> /dev/null
done`;

/** Runs what the repository has for starting containers, before and after its fixes, where a script stands for docker. */
export async function judgeCalls(
  engine: SoakEngine,
  { files, calls = [] }: SoakCase,
  offer: Offer,
  scratch: string,
): Promise<Verdict> {
  const folder = await mkdtemp(join(scratch, "calls-"));
  try {
    const [before, after] = await Promise.all(
      [files, offer.files].map(async (side, at) => {
        const own = join(folder, String(at));
        for (const [number, call] of calls.entries()) await writeCall(join(own, `call-${number}`), side, call);
        const { stdout } = await runOnce(engine, "soak-base/calls", {
          name: "calls",
          entrypoint: "/bin/sh",
          words: ["-c", driver],
          mount: `${own}:/calls`,
        });
        return stdout.split("\n/calls/");
      }),
    );
    const differences = (before ?? []).flatMap((text, at) =>
      text === after?.[at] ? [] : [`${calls[at]?.command}: ${text} / ${after?.[at]}`.replaceAll("\n", " ")],
    );
    return { built: before?.some((text) => text.includes("[")) === true, differences };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeCall(folder: string, files: Files, { command, renders = [], split = false }: Call): Promise<void> {
  const texts = Object.entries(files).map(([path, content]): [string, Files[string]] => [
    path,
    renders.reduce(
      (text, { file, token, value }) => (file === path ? String(text).replaceAll(token, () => value) : text),
      content,
    ),
  ]);
  await writeFiles(folder, Object.fromEntries(texts));
  await writeFile(join(folder, ".command"), `${split ? "export SPLIT=1\n" : ""}${command}\n`);
}
