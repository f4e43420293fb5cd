import type { Restrictions, Tmpfs } from "../../../domain/profile/restrictions.ts";
import type { Witness } from "../../../domain/profile/witness.ts";
import type { Lab, Question } from "../../lab/lab.ts";
import type { Identity } from "../../observe/identity/identities.ts";
import type { Candidates } from "../../observe/files/tmpfs-candidates.ts";
import { search, shrink, type Oracle } from "../../lab/shrink.ts";
import { unprivileged } from "../../restrictions/user.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { isTmpfs, placesText, withPlaces, type WritablePlace } from "../../restrictions/writable-places.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, told, witness } from "../../lab/answer-words.ts";

/** Read-only, and nothing that is writable in it. */
export function bareRoot(current: Restrictions): Question {
  return { title: titleOf([]), restrictions: withPlaces(current, []) };
}

export const rootFilesystem = lesson(["lab", "candidates"], ({ lab, candidates }, current) =>
  // Another user than the image's, with places of its own.
  learnRootFilesystem(lab, current, candidates, current.tmpfs === undefined ? undefined : unprivileged),
);

/**
 * Read-only root file system: first without any writable path, then with a tmpfs or a volume at each candidate, of which each is taken
 * away again. Where even all of them do not help, the root stays writable.
 */
export async function learnRootFilesystem(
  lab: Lab,
  current: Restrictions,
  candidates: () => Promise<Candidates>,
  /** Whose each tmpfs has to be; default the image's. */
  owner?: Identity,
): Promise<Lesson> {
  const ask = (places: readonly WritablePlace[]) => lab.ask(titleOf(places), withPlaces(current, places));

  const bare = await ask([]);
  if (bare.passes) {
    return {
      restrictions: withPlaces(current, []),
      witnesses: [],
      proofs: [proof("runs on a read-only root file system", bare, "without any tmpfs")],
      because: { readOnlyRootfs: [told(bare, titleOf([]))], tmpfs: [told(bare, titleOf([]))] },
    };
  }
  const { tmpfs: places, again, volumes, uncovered, lasting, lost } = await candidates();
  const all = owner === undefined ? places : handedOver(places, owner);
  const tmpfs = await withoutMissed(all, again, async (some) => (await ask([...some, ...volumes])).passes);
  const written: readonly WritablePlace[] = [...tmpfs, ...volumes];
  const full = written.length === 0 ? bare : await ask(written);
  const keeps = lasting.map(
    ({ path, files, why }) => `${path} keeps ${listed(files)}, ${why}: a tmpfs would lose that, it needs a volume`,
  );
  if (!full.passes) {
    const stays = [
      ...uncovered.map(
        (path) => `${path} is written among files of the image: a tmpfs would hide them, it needs a volume`,
      ),
      ...keeps,
    ];
    const needed = [...uncovered, ...lasting.map(({ path }) => path)];
    return {
      restrictions: {},
      witnesses: [witness("readOnlyRootfs", needed.length === 0 ? "writable root" : needed.join(", "), full)],
      proofs: [],
      because: { readOnlyRootfs: [told(full, titleOf(written)), ...stays] },
    };
  }
  const askAll = (sets: readonly (readonly WritablePlace[])[]) =>
    lab.askAll(sets.map((set) => ({ title: titleOf(set), restrictions: withPlaces(current, set) })));
  // What was written is mostly needed, so each is taken away at once.
  const kept = await shrink(written, async (sets) => (await askAll(sets)).map(({ passes }) => passes), {
    likelyNeeded: () => true,
  });
  const witnesses: Witness[] = [];
  for (const place of kept) {
    const answer = await ask(kept.filter((other) => other !== place));
    witnesses.push(witness(isTmpfs(place) ? "tmpfs" : "anonymousVolumes", place.path, answer));
  }
  const final = await ask(kept);
  const has = (path: string) => kept.some((place) => place.path === path);
  const own = kept.filter((place) => !isTmpfs(place)).map(({ path }) => path);
  const details = [
    `of ${written.length} written`,
    ...(own.length === 0 ? [] : [volumesText(own)]),
    ...lost.flatMap(({ path, files }) =>
      has(path) ? [`tmpfs ${path} loses ${listed(files)} at a restart, which passes without`] : [],
    ),
  ];
  const taught = (field: Witness["field"], what: string) =>
    witnesses
      .filter((one) => one.field === field)
      .map(({ value, trials, problem }) => `${trials.join(", ")}: breaks without ${what} ${value}: ${problem}`);
  return {
    restrictions: withPlaces(current, kept),
    witnesses,
    proofs: [proof(`runs on a read-only root file system with ${placesText(kept)}`, final, details.join("; "))],
    because: {
      readOnlyRootfs: [told(bare, titleOf([])), told(final, titleOf(kept))],
      tmpfs: taught("tmpfs", "tmpfs"),
      ...(own.length > 0 && { anonymousVolumes: [...taught("anonymousVolumes", "volume"), ...keeps] }),
    },
  };
}

/** What becomes of them, for the one who starts the container. */
function volumesText(paths: readonly string[]): string {
  const path = paths.join(", ");
  return `what ${path} ${paths.length === 1 ? "holds" : "hold"} lives as long as the container, goes with docker rm -v, and needs a named volume to live longer`;
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

function titleOf(places: readonly WritablePlace[]): string {
  return places.length === 0 ? "read-only root, no tmpfs" : `read-only root, ${placesText(places)}`;
}
