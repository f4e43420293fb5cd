import { digestBytes } from "../../sources/fleet/database.ts";
import { priorities } from "../../sources/fleet/queue.ts";
import { renewTotals } from "../../sources/fleet/totals.ts";
import { feedImages, feedSweeps, releaseImages } from "../../sources/fleet/work.ts";
import { repeatUntil, type Fleet } from "./fleet.ts";
import { createJudge } from "./judge.ts";
import { readImages, refuseImages } from "./read-images.ts";
import { codeStamp } from "../image/code-stamps.ts";
import { checkRandomImage } from "./self-check.ts";
import { listRegistries, sweepJob } from "./sweep.ts";
import { workQueue, type Performer } from "./work-queue.ts";

/** Milliseconds between two looks at what is due. */
const [feedMs, judgeMs, sweepMs] = [2_000, 2_000, 2_000];
/** Between two looks whether a self-check is due. */
const checkMs = 60_000;
/** Sums are computed again at most so often. */
const totalsMs = 10_000;
/** Repositories that are swept at a time, by one process. */
const maxConcurrentSweeps = 4;

/** Reads images and sweeps repositories until the signal: what any number of processes may do. */
export async function workForFleet(fleet: Fleet, readers: number): Promise<void> {
  const sweep: Performer = (attempt) => sweepJob(fleet, attempt);
  await Promise.all([
    readImages(fleet, readers),
    workQueue(
      fleet,
      "sweep",
      sweepMs,
      Array.from({ length: maxConcurrentSweeps }, () => sweep),
    ),
  ]);
}

/** Finds what is due, judges packages, computes sums and checks itself until the signal. */
export async function leadFleet(fleet: Fleet, { selfCheck = true } = {}): Promise<void> {
  const { database, queue, context } = fleet;
  await releaseImages(database.query);
  const judge = createJudge(fleet);
  let totalsMark = "";
  let totalsTime = -Infinity;
  await Promise.all([
    repeatUntil(context, feedMs, async () => {
      await listRegistries(fleet);
      const sweeps = await database.transaction((transaction) => feedSweeps(queue, transaction));
      const images = await database.transaction((transaction) => feedImages(queue, transaction, codeStamp("packages")));
      return sweeps + images > 0;
    }),
    repeatUntil(context, judgeMs, () => judge.run()),
    repeatUntil(context, judgeMs, async () => {
      if (performance.now() - totalsTime < totalsMs) return false;
      const [mark] = await database.query<{ mark: string }>(
        `select concat_ws(' ', (select max(read_at) from image), (select max(judged_at) from shard), (select count(*) from package where result is null),
           (select max(swept_at) from repository)) as mark`,
      );
      if (mark === undefined || mark.mark === totalsMark) return false;
      await renewTotals(database.query);
      [totalsMark, totalsTime] = [mark.mark, performance.now()];
      return false;
    }),
    ...(selfCheck ? [repeatUntil(context, checkMs, () => checkRandomImage(fleet))] : []),
    refuseImages(fleet),
  ]);
}

/** Id of an image by its digest, or by that of an index that lists it. */
export async function findImageId({ database }: Fleet, digest: string): Promise<number | undefined> {
  const [row] = await database.query<{ id: number }>(
    `select id from image where digest = $1 or id in (select image from manifest_image join manifest on manifest.id = manifest where manifest.digest = $1)
     order by digest = $1 desc, id limit 1`,
    [digestBytes(digest)],
  );
  return row?.id;
}

/** Reads an image before all others. */
export async function readFirst({ database, queue }: Fleet, image: number): Promise<void> {
  await database.query(
    "update image set state = case when state = 'read' then state else 'known' end, queued_at = now() where id = $1",
    [image],
  );
  await queue.add("image", [image], priorities.person);
}
