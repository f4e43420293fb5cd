import type { Dice } from "../dice.ts";

/** The name of a stage as AS has it, and as later instructions may write it. */
export interface StageName {
  readonly as: string;
  readonly uses: readonly string[];
}

export function stageName(dice: Dice, number: number): StageName {
  const name = dice.pick(["base", "Builder", "DEPS", "tools", "app-1", "run_time", "a.b"]);
  const as = dice.pick([` AS ${name}`, ` as ${name}`, ` As ${name}`]);
  return { as, uses: [name, name.toLowerCase(), name.toUpperCase(), String(number)] };
}

/** An instruction of a child that looks at, or takes, something of another stage. */
const takes: readonly string[] = [
  "COPY --from=NAME PATH /taken",
  "COPY --from=NAME PATH/ /taken/",
  "COPY --from=NAME / /all",
  "COPY --from=NAME /var /taken-var",
  "COPY --from=NAME /root /taken-root",
  "COPY --from=NAME /etc/passwd /taken",
  "COPY --from=NAME /bin/sh /taken-sh",
  "ADD --from=NAME /usr/bin /taken",
  "COPY --from=NAME PATH* /taken/",
  "RUN --mount=type=bind,from=NAME,target=/m ls /m/PATH > /seen",
  "RUN --mount=from=NAME,src=PATH,dst=/m ls /m > /seen",
  "RUN --mount=type=bind,from=NAME,source=/etc,target=/m cp /m/passwd /p",
  "RUN --mount=target=/m,type=bind,from=NAME,rw=true rm -r /m/PATH/*",
  "RUN --mount=type=cache,from=NAME,source=PATH,target=/c ls /c > /seen",
];

export function take(dice: Dice, name: string, path: string): string {
  return dice.pick(takes).replaceAll("NAME", name).replaceAll("PATH", path);
}
