import { unprivileged, parseNumeric } from "../../restrictions/user.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Restrictions, Tmpfs } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { lateDrop } from "../../experiment/late-drop.ts";
import { finalUser, idText, type Identity, type Processes } from "../../observe/identity/identities.ts";
import { handedOver } from "../../restrictions/handed-over.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, describeResult, witness } from "../../experiment/describe-result.ts";
import { isRootUser } from "../../../text/is-root-user.ts";

export const user = lesson(["runner", "processes", "candidates"], ({ runner, processes, candidates }, current) =>
  learnUser(runner, current, processes, async () => (await candidates()).tmpfs),
);

/**
 * Sets an explicit `--user`. A root entrypoint that steps down stays: starting as the final user changes volumes, and
 * is proposed with a separate proof. An image whose program stays root is tried as 10001:10001, then once more with a
 * tmpfs of that user at each written place without image files; root stays only if that breaks, too. Throws `bad-image`
 * if the image's user has no numeric id.
 */
export async function learnUser(
  runner: ExperimentRunner,
  current: Restrictions,
  originalProcesses: Processes | undefined,
  writtenTmpfs: () => Promise<readonly Tmpfs[]>,
): Promise<Lesson> {
  const imageUser = runner.imageSummary.user;
  if (!isRootUser(imageUser)) {
    const numericUser = originalProcesses?.main ?? parseNumeric(imageUser);
    if (numericUser === undefined) throw unknownUser(runner.image, imageUser);
    const result = await runner.run(`as ${idText(numericUser)}, the image's own user`, {
      ...current,
      user: idText(numericUser),
    });
    return {
      restrictions: { user: idText(numericUser) },
      witnesses: [],
      proofs: [proof(`runs as user ${idText(numericUser)}`, result, `it is started as ${imageUser}`)],
      because: {
        user: [
          `it is started as ${imageUser}, which is ${idText(numericUser)}`,
          describeResult(result, `as ${idText(numericUser)}`),
        ],
      },
    };
  }
  const final = finalUser(originalProcesses);
  if (final !== undefined) return stepsDown(final);
  const title = `as ${idText(unprivileged)} in place of root`;
  const { answer: result, late } = await askUntilSettled(runner, title, { ...current, user: idText(unprivileged) });
  if (late !== undefined) return stepsDown(late);
  const because = { user: [describeResult(result, `as ${idText(unprivileged)}`)] };
  if (!result.passes) return withPlaces(runner, current, because.user, result, await writtenTmpfs());
  return {
    restrictions: { user: idText(unprivileged) },
    witnesses: [],
    proofs: [proof(`runs as user ${idText(unprivileged)}`, result, "the image runs as root, and does not need it")],
    because,
  };
}

/**
 * A quick pass may not show the final user. A service that changes its user after some seconds does so again: `late` is
 * that user. A service that drops privileges in another way must do so as the requested user, too.
 */
async function askUntilSettled(
  runner: ExperimentRunner,
  title: string,
  restrictions: Restrictions,
): Promise<{ readonly answer: ExperimentResult; readonly late?: Identity | undefined }> {
  const result = await runner.run(title, restrictions);
  const drop = result.passes ? await lateDrop(runner) : undefined;
  if (drop === undefined || drop.user !== undefined) return { answer: result, late: drop?.user };
  return { answer: (await runner.watch.ask(title, restrictions)) ?? result };
}

function stepsDown(final: Identity): Lesson {
  const because = { user: [`it starts as root and steps down to ${idText(final)} by itself`] };
  return { restrictions: { user: "0:0" }, witnesses: [], proofs: [], because };
}

/** The user owns its written paths, as separate tmpfs mounts. */
async function withPlaces(
  runner: ExperimentRunner,
  current: Restrictions,
  told0: readonly string[],
  plain: ExperimentResult,
  places: readonly Tmpfs[],
): Promise<Lesson> {
  const tmpfs = handedOver(places, unprivileged);
  const title = `as ${idText(unprivileged)}, with ${tmpfs.map(({ path }) => path).join(", ")} as its own`;
  const restrictions = { user: idText(unprivileged), tmpfs };
  const { answer: result, late } =
    tmpfs.length === 0 ? { answer: plain } : await askUntilSettled(runner, title, { ...current, ...restrictions });
  if (late !== undefined) return stepsDown(late);
  const because = { user: tmpfs.length === 0 ? told0 : [...told0, describeResult(result, title)] };
  if (!result.passes)
    return { restrictions: { user: "0:0" }, witnesses: [witness("user", "0:0", result)], proofs: [], because };
  const claim = `runs as user ${idText(unprivileged)}`;
  const detail = `the image runs as root, and does not need it once ${tmpfs.map(({ path }) => path).join(", ")} are its own`;
  return { restrictions, witnesses: [], proofs: [proof(claim, result, detail)], because };
}

function unknownUser(image: string, user: string): Failure {
  return new Failure(
    "bad-image",
    `What USER ${user} of ${image} is in numbers cannot be determined: its process cannot be observed from here, and it has no id command.`,
    {
      hint: "Write the user as numbers in the Dockerfile: USER 1000:1000.",
    },
  );
}
