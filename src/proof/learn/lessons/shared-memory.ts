import type { ShmUse } from "../../observe/shm-use.ts";
import { deviceBytes, inMib, shmSize, unusedShmBytes } from "../../restrictions/budget.ts";
import { lesson, type Lesson } from "../lesson.ts";

export const shm = lesson(["shm"], (of) => sharedMemory(of.shm));

/** Without observations the engine's default stays. */
export function sharedMemory(use: ShmUse | undefined): Lesson {
  const nothing = { witnesses: [], proofs: [] };
  if (use === undefined)
    return {
      ...nothing,
      restrictions: {},
      because: { shmBytes: ["its use of /dev/shm cannot be seen from here: the engine's default"] },
    };
  const shmBytes = shmSize(use);
  const because = `${use.files} files of ${use.bytes} bytes lay in /dev/shm (sampled): four times that, ${inMib(deviceBytes)} where it is used at all, else ${inMib(unusedShmBytes)}`;
  return { ...nothing, restrictions: { shmBytes }, because: { shmBytes: [because] } };
}
