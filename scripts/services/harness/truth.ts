import { type Control, judge, type Manner } from "./trial.ts";
import type { NamedService } from "./service.ts";

/**
 * What Docker grants by default (moby `oci/caps/defaults.go`), written here again so that nothing of the product decides. A group that the container
 * does all the same without goes with one question; what fails is asked one by one.
 */
const groups = [
  ["MKNOD", "NET_RAW", "SETFCAP", "AUDIT_WRITE", "SETPCAP"],
  ["FSETID", "FOWNER", "KILL", "NET_BIND_SERVICE"],
  ["SYS_CHROOT"],
  ["DAC_OVERRIDE"],
  ["CHOWN"],
  ["SETGID", "SETUID"],
] as const;
const granted: readonly string[] = groups.flat();

export interface Truth {
  /** Capabilities that stay when each of the 14 was taken away in turn, as far as the container does all the same without. */
  readonly capabilities: readonly string[];
  readonly questions: number;
  /** Undefined: nothing but root can do its work, as known by hand. */
  readonly user?: { readonly user: string; readonly problems: readonly string[] };
  readonly readOnly: { readonly tmpfs: readonly string[]; readonly problems: readonly string[] };
  readonly seconds: number;
}

const only = (capabilities: readonly string[]): string[] => [
  "--cap-drop",
  "ALL",
  ...capabilities.flatMap((name) => ["--cap-add", name]),
];
const mounts = (tmpfs: readonly string[]): string[] => ["--read-only", ...tmpfs.flatMap((one) => ["--tmpfs", one])];

/** Plain `docker run`: fewer capabilities each time, then a read-only root, then another user. */
export async function bruteForce(
  service: NamedService,
  clients: string,
  control: Control,
  say: (text: string) => void,
): Promise<Truth> {
  const began = performance.now();
  let left: readonly string[] = granted;
  let questions = 0;
  const ask = (flags: readonly string[], otherUser = false) => {
    questions++;
    return judge(service, { flags } satisfies Manner, clients, control, { otherUser });
  };
  const without = async (names: readonly string[]): Promise<void> => {
    const less = left.filter((name) => !names.includes(name));
    const [problem] = await ask(only(less));
    say(`truth: without ${names.join()}: ${problem?.slice(0, 150) ?? "passes"}`);
    if (problem === undefined) left = less;
    else if (names.length > 1) for (const name of names) await without([name]);
  };
  for (const group of groups) await without(group);
  const { tmpfs, user } = service.known;
  const readOnly = { tmpfs, problems: await ask(mounts(tmpfs)) };
  say(`truth: read-only: ${readOnly.problems[0] ?? "passes"}`);
  const started =
    user === undefined
      ? {}
      : {
          user: {
            user: user.user,
            problems: await ask(["--user", user.user, ...only([]), ...mounts(user.tmpfs)], true),
          },
        };
  if (started.user !== undefined) say(`truth: user ${started.user.user}: ${started.user.problems[0] ?? "passes"}`);
  return { capabilities: left.toSorted(), questions, readOnly, ...started, seconds: seconds(began) };
}

export function seconds(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}
