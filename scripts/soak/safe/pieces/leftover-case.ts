import type { Dice } from "../dice.ts";
import { oneDockerfile, type SoakCase } from "../soak-case.ts";
import { stageName, take } from "./children.ts";
import { disguise } from "./disguise.ts";
import { runForm } from "./forms.ts";
import { command, commandAt, files, harmless } from "./harmless.ts";
import { probe } from "./probes.ts";
import { repository } from "./repository.ts";
import { spell } from "./spellings.ts";
import { setting, settingFiles } from "./settings.ts";
import { tellingStart, usualStart } from "./starts.ts";

/** A manager whose files a fix removes, for Dockerfiles in which something may still need them. */
export interface Leftover {
  readonly bases: readonly string[];
  /** Shell that leaves the files. */
  readonly installs: readonly string[];
  /** Folders and files that are left, deepest first or not. */
  readonly paths: readonly string[];
  /** Shell that works with what is left, or without. */
  readonly consumers: readonly string[];
}

/** Dockerfiles around a RUN that leaves files: from nothing else to two things that may notice when they are gone. */
export function leftoverCase(dice: Dice, leftover: Leftover): SoakCase {
  if (dice.chance(0.65)) return plainCase(dice, leftover);
  const lines: string[] = [];
  const hostility = dice.pick([0, 1, 1, 1, 2]);
  const where = Array.from({ length: hostility }, () =>
    dice.pick(["before", "in", "after", "after", "after", "child", "start", "repository"] as const),
  );
  const name = stageName(dice, 0);
  const needsChild = where.includes("child") || dice.chance(0.1);
  lines.push(`FROM ${dice.pick(leftover.bases)}${needsChild || dice.chance(0.2) ? name.as : ""}`);
  const some = (most: number): void => {
    if (dice.chance(0.5)) lines.push(...Array.from({ length: dice.int(0, most) }, () => harmless(dice)));
  };
  // Equal beginnings are built once for all cases.
  if (dice.chance(0.35)) some(2);
  for (const _ of where.filter((one) => one === "before")) lines.push(setting(dice));
  let install = dice.pick(leftover.installs);
  if (where.includes("in")) install = joined(dice, install, hostile(dice, leftover, lines));
  else if (dice.chance(0.3)) install = joined(dice, install, command(dice));
  lines.push(dice.chance(0.75) ? `RUN ${install}` : runForm(dice, install));
  some(3);
  for (const _ of where.filter((one) => one === "after")) {
    const text = dice.chance(0.15) ? setting(dice) : runForm(dice, hostile(dice, leftover, lines));
    lines.push(dice.chance(0.08) ? `ONBUILD ${text.split("\n")[0]}` : text);
    some(1);
  }
  if (needsChild) {
    if (dice.chance(0.2)) lines.push(`ONBUILD ${runForm(dice, hostile(dice, leftover, [])).split("\n")[0]}`);
    // BuildKit refuses capitals in FROM, also where they name a stage.
    const use = name.uses[1] ?? "";
    lines.push(`FROM ${dice.chance(0.7) ? use : dice.pick(leftover.bases)}${dice.chance(0.3) ? " AS last" : ""}`);
    some(2);
    if (where.includes("child"))
      lines.push(
        dice.chance(0.5)
          ? runForm(dice, hostile(dice, leftover, lines))
          : take(dice, dice.pick(name.uses), dice.pick(leftover.paths)),
      );
    some(1);
  }
  if (where.includes("start")) lines.push(tellingStart(dice, dice.pick(leftover.paths)));
  else if (dice.chance(0.6)) lines.push(usualStart(dice));
  const text = disguise(dice, `${lines.join("\n")}\n`);
  const all = { ...files, ...settingFiles };
  const alone = oneDockerfile(text, all);
  if (!where.includes("repository")) return alone;
  const notice = hostile(dice, leftover, []);
  const made = repository(dice, text, {
    child: `RUN ${notice.split("\n")[0]}`,
    command: notice.split("\n")[0] ?? "true",
  });
  return { ...made, files: { ...alone.files, ...made.files } };
}

/** As most people write it: the install, and a few RUNs behind it of which one may touch the files. */
function plainCase(dice: Dice, leftover: Leftover): SoakCase {
  const lines = [`FROM ${dice.pick(leftover.bases)}`];
  let install = dice.pick(leftover.installs);
  if (dice.chance(0.25)) install = `${install} && ${dice.chance(0.6) ? command(dice) : plainHostile(dice, leftover)}`;
  lines.push(`RUN ${install}`);
  for (let at = dice.int(0, 3); at > 0; at--) {
    const next = dice.pick([command, (all: Dice) => plainHostile(all, leftover), harmless])(dice);
    lines.push(/^(?:[A-Z]{3,}\s|#|$)/.test(next) ? next : `RUN ${next}`);
  }
  if (dice.chance(0.3)) lines.push(usualStart(dice));
  return oneDockerfile(`${lines.join("\n")}\n`, { ...files, ...settingFiles });
}

const plainHostile = (dice: Dice, { paths }: Leftover): string => {
  const path = dice.pick(paths);
  return commandAt(dice, dice.chance(0.5) ? path : spell(dice, path).word);
};

/** A command that may notice; its instructions go to `lines`. */
function hostile(dice: Dice, { paths, consumers }: Leftover, lines: string[]): string {
  if (dice.chance(0.2)) return dice.pick(consumers);
  if (dice.chance(0.4)) {
    const { word, shell = "", instructions = [] } = spell(dice, dice.pick(paths));
    lines.push(...instructions);
    return shell + commandAt(dice, word);
  }
  const { command: shell, instructions = [] } = probe(dice, paths);
  lines.push(...instructions);
  return shell;
}

function joined(dice: Dice, install: string, more: string): string {
  return dice.pick([
    `${install} && ${more}`,
    `${install} && ${more}`,
    `${install}; ${more}`,
    `set -e; ${install}; ${more}`,
    `${more} && ${install}`,
    `if ${install}; then ${more}; fi`,
    `{ ${install}; } && { ${more}; }`,
    `(${install}) && ${more}`,
    `${install} \\\n && ${more}`,
    `${install} || exit 1; ${more}`,
    `${install} && (${more})`,
  ]);
}
