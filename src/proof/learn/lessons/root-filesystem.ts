import type { Restrictions, Tmpfs } from "../../../domain/profile/restrictions.ts";
import type { Witness } from "../../../domain/profile/witness.ts";
import type { ExperimentRunner, Experiment } from "../../experiment/experiment-runner.ts";
import type { Identity } from "../../observe/identity/identities.ts";
import type { Candidates } from "../../observe/files/tmpfs-candidates.ts";
import { search, shrink, type Oracle } from "../../experiment/shrink.ts";
import { unprivileged } from "../../restrictions/user.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { isTmpfs, placesText, withPlaces, type WritablePlace } from "../../restrictions/writable-places.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, describeResult, witness } from "../../experiment/describe-result.ts";

/** Read-only, without writable paths. */
export function bareRoot(current: Restrictions): Experiment {
  return { title: titleOf([]), restrictions: withPlaces(current, []) };
}

export const rootFilesystem = lesson(["runner", "candidates"], ({ runner, candidates }, current) =>
  // A user other than the image's, with its own writable paths.
  learnRootFilesystem(runner, current, candidates, current.tmpfs === undefined ? undefined : unprivileged),
);

/**
 * Read-only root file system: first without any writable path, then with a tmpfs or a volume at each candidate, each of
 * which is then removed. If even all of them do not help, the root stays writable.
 */
export async function learnRootFilesystem(
  runner: ExperimentRunner,
  current: Restrictions,
  candidates: () => Promise<Candidates>,
  /** Owner of each tmpfs; default the image's. */
  owner?: Identity,
): Promise<Lesson> {
  const ask = (places: readonly WritablePlace[]) => runner.run(titleOf(places), withPlaces(current, places));

  const readOnlyAnswer = await ask([]);
  if (readOnlyAnswer.passes) {
    return {
      restrictions: withPlaces(current, []),
      witnesses: [],
      proofs: [proof("runs on a read-only root file system", readOnlyAnswer, "without any tmpfs")],
      because: {
        readOnlyRootfs: [describeResult(readOnlyAnswer, titleOf([]))],
        tmpfs: [describeResult(readOnlyAnswer, titleOf([]))],
      },
    };
  }
  const { tmpfs: places, again, volumes, uncovered, lasting, lost } = await candidates();
  const tmpfsMounts = owner === undefined ? places : handedOver(places, owner);
  const tmpfs = await withoutMissed(tmpfsMounts, again, async (some) => (await ask([...some, ...volumes])).passes);
  const writablePlaces: readonly WritablePlace[] = [...tmpfs, ...volumes];
  const full = writablePlaces.length === 0 ? readOnlyAnswer : await ask(writablePlaces);
  const keeps = lasting.map(
    ({ path, files, why }) => `${path} keeps ${listFiles(files)}, ${why}: a tmpfs would lose that, it needs a volume`,
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
      because: { readOnlyRootfs: [describeResult(full, titleOf(writablePlaces)), ...stays] },
    };
  }
  const askAll = (sets: readonly (readonly WritablePlace[])[]) =>
    runner.runAll(sets.map((set) => ({ title: titleOf(set), restrictions: withPlaces(current, set) })));
  // Most written places are needed, so each is removed in parallel.
  const requiredPlaces = await shrink(
    writablePlaces,
    async (sets) => (await askAll(sets)).map(({ passes }) => passes),
    {
      likelyNeeded: () => true,
    },
  );
  const witnesses: Witness[] = [];
  for (const place of requiredPlaces) {
    const result = await ask(requiredPlaces.filter((other) => other !== place));
    witnesses.push(witness(isTmpfs(place) ? "tmpfs" : "anonymousVolumes", place.path, result));
  }
  const final = await ask(requiredPlaces);
  const has = (path: string) => requiredPlaces.some((place) => place.path === path);
  const volumePaths = requiredPlaces.filter((place) => !isTmpfs(place)).map(({ path }) => path);
  const details = [
    `of ${writablePlaces.length} written`,
    ...(volumePaths.length === 0 ? [] : [volumesText(volumePaths)]),
    ...lost.flatMap(({ path, files }) =>
      has(path) ? [`tmpfs ${path} loses ${listFiles(files)} at a restart, which passes without`] : [],
    ),
  ];
  const taught = (field: Witness["field"], subject: string) =>
    witnesses
      .filter((one) => one.field === field)
      .map(({ value, trials, problem }) => `${trials.join(", ")}: breaks without ${subject} ${value}: ${problem}`);
  return {
    restrictions: withPlaces(current, requiredPlaces),
    witnesses,
    proofs: [
      proof(`runs on a read-only root file system with ${placesText(requiredPlaces)}`, final, details.join("; ")),
    ],
    because: {
      readOnlyRootfs: [describeResult(readOnlyAnswer, titleOf([])), describeResult(final, titleOf(requiredPlaces))],
      tmpfs: taught("tmpfs", "tmpfs"),
      ...(volumePaths.length > 0 && { anonymousVolumes: [...taught("anonymousVolumes", "volume"), ...keeps] }),
    },
  };
}

/** What happens to them, for the operator. */
function volumesText(paths: readonly string[]): string {
  const path = paths.join(", ");
  return `what ${path} ${paths.length === 1 ? "holds" : "hold"} lives as long as the container, goes with docker rm -v, and needs a named volume to live longer`;
}

/**
 * Without the directories `onlyThere`, which only exist in the image: most are unneeded, and each would take an
 * experiment.
 */
export async function withoutMissed(
  tmpfsMounts: readonly Tmpfs[],
  onlyThere: readonly string[],
  passes: Oracle<Tmpfs>,
): Promise<readonly Tmpfs[]> {
  const isAgain = ({ path }: Tmpfs): boolean => onlyThere.includes(path);
  const repeatedMounts = tmpfsMounts.filter(isAgain);
  const without = tmpfsMounts.filter((mount) => !isAgain(mount));
  if (repeatedMounts.length === 0 || without.length === 0) return tmpfsMounts;
  if (await passes(without)) return without;
  if (repeatedMounts.length < 4 || !(await passes(tmpfsMounts))) return tmpfsMounts;
  const needed = await search(repeatedMounts, (some) =>
    passes(tmpfsMounts.filter((mount) => !isAgain(mount) || some.includes(mount))),
  );
  return needed === undefined ? tmpfsMounts : tmpfsMounts.filter((mount) => !isAgain(mount) || needed.includes(mount));
}

function listFiles(files: readonly string[]): string {
  return files.length <= 3 ? files.join(", ") : `${files.slice(0, 3).join(", ")} and ${files.length - 3} more`;
}

function titleOf(places: readonly WritablePlace[]): string {
  return places.length === 0 ? "read-only root, no tmpfs" : `read-only root, ${placesText(places)}`;
}
