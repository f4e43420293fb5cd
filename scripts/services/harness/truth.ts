import { type Control, judge, type Manner } from "./trial.ts";
import type { NamedService } from "./service.ts";

/** What Docker grants by default (moby `oci/caps/defaults.go`), written here again so that nothing of the product decides. */
const granted = [
  "CHOWN",
  "DAC_OVERRIDE",
  "FSETID",
  "FOWNER",
  "MKNOD",
  "NET_RAW",
  "SETGID",
  "SETUID",
  "SETFCAP",
  "SETPCAP",
  "NET_BIND_SERVICE",
  "SYS_CHROOT",
  "KILL",
  "AUDIT_WRITE",
] as const;

export interface Truth {
  /** Capabilities that stay when each of the 14 is taken away in turn. */
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

/** Plain `docker run`: one capability less each time, then a read-only root, then another user. */
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
  for (const name of granted) {
    const without = left.filter((other) => other !== name);
    const problems = await ask(only(without));
    if (problems.length === 0) left = without;
    say(`truth: without ${name}: ${problems[0]?.slice(0, 150) ?? "passes"}`);
  }
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
