import type { Restrictions, Tmpfs } from "../../../domain/profile/restrictions.ts";
import type { Witness } from "../../../domain/profile/witness.ts";
import type { Lab, Question } from "../../lab/lab.ts";
import type { Identity } from "../../observe/identity/identities.ts";
import type { Candidates } from "../../observe/files/tmpfs-candidates.ts";
import { search, shrink, type Oracle } from "../../lab/shrink.ts";
import { unprivileged } from "../../restrictions/user.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, told, witness } from "../../lab/answer-words.ts";

/** Read-only, and nothing that is writable in it. */
export function bareRoot(current: Restrictions): Question {
  return { title: titleOf([]), restrictions: { ...current, readOnlyRootfs: true, tmpfs: [] } };
}

export const rootFilesystem = lesson(["lab", "candidates"], ({ lab, candidates }, current) =>
  // Another user than the image's, with places of its own.
  learnRootFilesystem(lab, current, candidates, current.tmpfs === undefined ? undefined : unprivileged),
);

/**
 * Read-only root file system: first without any writable path, then with a tmpfs at each candidate, of which each is taken
 * away again. Where even all of them do not help, the root stays writable.
 */
export async function learnRootFilesystem(
  lab: Lab,
  current: Restrictions,
  candidates: () => Promise<Candidates>,
  /** Whose each tmpfs has to be; default the image's. */
  owner?: Identity,
): Promise<Lesson> {
  const under = (tmpfs: readonly Tmpfs[]): Restrictions => ({ ...current, readOnlyRootfs: true, tmpfs });
  const ask = (tmpfs: readonly Tmpfs[]) => lab.ask(titleOf(tmpfs), under(tmpfs));

  const bare = await ask([]);
  if (bare.passes) {
    return {
      restrictions: under([]),
      witnesses: [],
      proofs: [proof("runs on a read-only root file system", bare, "without any tmpfs")],
      because: { readOnlyRootfs: [told(bare, titleOf([]))], tmpfs: [told(bare, titleOf([]))] },
    };
  }
  const { tmpfs: places, again, uncovered, lasting } = await candidates();
  const all = owner === undefined ? places : handedOver(places, owner);
  const tmpfs = await withoutMissed(all, again, async (some) => (await ask(some)).passes);
  const full = tmpfs.length === 0 ? bare : await ask(tmpfs);
  if (!full.passes) {
    const stays = [
      ...uncovered.map(
        (path) => `${path} is written among files of the image: a tmpfs would hide them, it needs a volume`,
      ),
      ...lasting.map(
        ({ path, files, why }) => `${path} keeps ${listed(files)}, ${why}: a tmpfs would lose that, it needs a volume`,
      ),
    ];
    const volumes = [...uncovered, ...lasting.map(({ path }) => path)];
    return {
      restrictions: {},
      witnesses: [witness("readOnlyRootfs", volumes.length === 0 ? "writable root" : volumes.join(", "), full)],
      proofs: [],
      because: { readOnlyRootfs: [told(full, titleOf(tmpfs)), ...stays] },
    };
  }
  const askAll = (sets: readonly (readonly Tmpfs[])[]) =>
    lab.askAll(sets.map((set) => ({ title: titleOf(set), restrictions: under(set) })));
  // What was written is mostly needed, so each is taken away at once.
  const kept = await shrink(tmpfs, async (sets) => (await askAll(sets)).map(({ passes }) => passes), {
    likelyNeeded: () => true,
  });
  const witnesses: Witness[] = [];
  for (const mount of kept)
    witnesses.push(witness("tmpfs", mount.path, await ask(kept.filter((other) => other !== mount))));
  const final = await ask(kept);
  return {
    restrictions: under(kept),
    witnesses,
    proofs: [
      proof(`runs on a read-only root file system with tmpfs ${pathsOf(kept)}`, final, `of ${tmpfs.length} written`),
    ],
    because: {
      readOnlyRootfs: [told(bare, titleOf([])), told(final, titleOf(kept))],
      tmpfs: witnesses.map(
        ({ value, trials, problem }) => `${trials.join(", ")}: breaks without tmpfs ${value}: ${problem}`,
      ),
    },
  };
}

/** Without those directories `onlyThere` because the image has them that no one misses, which are most: one by one would be a question each. */
export async function withoutMissed(
  all: readonly Tmpfs[],
  onlyThere: readonly string[],
  passes: Oracle<Tmpfs>,
): Promise<readonly Tmpfs[]> {
  const isAgain = ({ path }: Tmpfs): boolean => onlyThere.includes(path);
  const again = all.filter(isAgain);
  const without = all.filter((mount) => !isAgain(mount));
  if (again.length === 0 || without.length === 0) return all;
  if (await passes(without)) return without;
  if (again.length < 4 || !(await passes(all))) return all;
  const needed = await search(again, (some) => passes(all.filter((mount) => !isAgain(mount) || some.includes(mount))));
  return needed === undefined ? all : all.filter((mount) => !isAgain(mount) || needed.includes(mount));
}

function listed(files: readonly string[]): string {
  return files.length <= 3 ? files.join(", ") : `${files.slice(0, 3).join(", ")} and ${files.length - 3} more`;
}

function titleOf(tmpfs: readonly Tmpfs[]): string {
  return tmpfs.length === 0 ? "read-only root, no tmpfs" : `read-only root, tmpfs ${pathsOf(tmpfs)}`;
}

const pathsOf = (tmpfs: readonly Tmpfs[]): string => tmpfs.map(({ path }) => path).join(", ");
