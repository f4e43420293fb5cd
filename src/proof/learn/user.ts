import { readFile } from "node:fs/promises";
import type { Run } from "../../sources/engine/types.ts";
import { Failure } from "../../domain/failure.ts";
import type { Lab } from "../lab.ts";
import type { Observer } from "../observer.ts";
import { proof, told, witness, type Lesson } from "./lesson.ts";
import type { Restrictions } from "../../domain/profile.ts";

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Nobody's on any distribution, and above the ids that packages take (Debian policy 9.2.2: 1000 to 59999 are for people). */
const unprivileged: Identity = { uid: 10_001, gid: 10_001 };

/** As whom the main process runs once it is ready: an entrypoint may have changed it. */
export function observeIdentity(run: Run): { readonly observer: Observer; identity(): Identity | undefined } {
  let seen: Identity | undefined;
  return {
    observer: {
      async ready({ container, pid }) {
        if (seen !== undefined) return;
        seen = run.engine.info.sameKernel ? await fromProc(pid) : undefined;
        seen ??= await fromId((command) => container.exec(command, { timeoutMs: 5000 }));
      },
    },
    identity: () => seen,
  };
}

/**
 * Explicit `--user`. An image that is root's is tried as whom its main process ends up, then as 10001:10001; root stays
 * only when both break. Throws `bad-image` when the image's own user cannot be told in numbers.
 */
export async function learnUser(lab: Lab, current: Restrictions, identity: Identity | undefined): Promise<Lesson> {
  const named = lab.imageSummary.user;
  if (!isRoot(named)) {
    const own = identity ?? parseNumeric(named);
    if (own === undefined) throw unknownUser(lab.image, named);
    const answer = await lab.ask(`as ${text(own)}, the image's own user`, { ...current, user: text(own) });
    return {
      restrictions: { user: text(own) },
      witnesses: [],
      proofs: [proof(`runs as user ${text(own)}`, answer, `the image says USER ${named}`)],
      because: { user: [`the image's USER ${named} is ${text(own)}`, told(answer, `as ${text(own)}`)] },
    };
  }
  const witnesses: Lesson["witnesses"][number][] = [];
  const reasons: string[] = [];
  for (const candidate of candidates(identity)) {
    const answer = await lab.ask(`as ${text(candidate)} in place of root`, { ...current, user: text(candidate) });
    reasons.push(told(answer, `as ${text(candidate)}`));
    if (answer.passes) {
      return {
        restrictions: { user: text(candidate) },
        witnesses: [],
        proofs: [proof(`runs as user ${text(candidate)}`, answer, "the image runs as root, and does not need it")],
        because: { user: reasons },
      };
    }
    witnesses.push(witness("user", "0:0", answer));
  }
  return { restrictions: { user: "0:0" }, witnesses: witnesses.slice(-1), proofs: [], because: { user: reasons } };
}

function text({ uid, gid }: Identity): string {
  return `${uid}:${gid}`;
}

/** `""`, `root`, `0`, `0:0`, `root:root`: docker run(1), "--user". */
export function isRoot(user: string): boolean {
  return /^(?:|0+|root)(?::.*)?$/u.test(user);
}

/** A number without a group has the primary group of /etc/passwd, which only the container can tell: undefined. */
function parseNumeric(user: string): Identity | undefined {
  const [, uid, gid] = /^(\d+):(\d+)$/u.exec(user) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function candidates(identity: Identity | undefined): Identity[] {
  return identity === undefined || identity.uid === 0 ? [unprivileged] : [identity, unprivileged];
}

/** Real ids of /proc/PID/status, as the container's own user namespace numbers them. */
async function fromProc(pid: number): Promise<Identity | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const uid = /^Uid:\s+(\d+)/mu.exec(status)?.[1];
  const gid = /^Gid:\s+(\d+)/mu.exec(status)?.[1];
  if (uid === undefined || gid === undefined) return undefined;
  const [uids, gids] = await Promise.all(
    ["uid_map", "gid_map"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")),
  );
  const inside = { uid: mapped(uids ?? "", Number(uid)), gid: mapped(gids ?? "", Number(gid)) };
  return inside.uid === undefined || inside.gid === undefined ? undefined : { uid: inside.uid, gid: inside.gid };
}

/** `map` is /proc/PID/uid_map, user_namespaces(7): first id inside, first id outside, length. */
export function mapped(map: string, outside: number): number | undefined {
  for (const line of map.split("\n")) {
    const [inside, first, length] = line.trim().split(/\s+/u).map(Number);
    if (inside === undefined || first === undefined || length === undefined) continue;
    if (outside >= first && outside < first + length) return outside - first + inside;
  }
  return undefined;
}

async function fromId(
  exec: (command: readonly string[]) => Promise<{ exitCode: number; stdout: string }>,
): Promise<Identity | undefined> {
  const numbers: number[] = [];
  for (const flag of ["-u", "-g"]) {
    const answer = await exec(["id", flag]).catch(() => undefined);
    const value = Number(answer?.stdout.trim() || Number.NaN);
    if (answer?.exitCode !== 0 || !Number.isInteger(value)) return undefined;
    numbers.push(value);
  }
  const [uid, gid] = numbers;
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function unknownUser(image: string, user: string): Failure {
  return new Failure(
    "bad-image",
    `What USER ${user} of ${image} is in numbers cannot be told: its process cannot be seen from here, and it has no id command.`,
    {
      hint: "Write the user as numbers in the Dockerfile: USER 1000:1000.",
    },
  );
}
