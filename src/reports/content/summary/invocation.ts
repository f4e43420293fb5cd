import { shellQuote } from "../../../emit/text/shell-quote.ts";

/** How the report was asked for, so that commands which go on from it work as they are printed. */
export interface Invocation {
  /** What hullproof was called by. */
  readonly program: string;
  /** Targets as they were named, quoted for a shell; empty for the current folder. */
  readonly targets: readonly string[];
  /** Flags that change what is found, quoted for a shell. */
  readonly flags: readonly string[];
  /** What `harden` needs as --service for the project that the report recommends; absent where it needs nothing. */
  readonly service?: string;
}

/** For a report that no one asked for by a command: of an agent, or in a test. */
export const plainInvocation: Invocation = { program: "hullproof", targets: [], flags: [] };

/** Flags that change what is found, with a value or without. */
const values = ["config", "baseline", "kubernetes", "podman"] as const;
const lists = ["enforce", "render", "values", "profile", "allowHost"] as const;
const switches = ["noInlineIgnores", "allowRules", "all", "layers"] as const;
/** By default they have this value. */
const choices = { bases: "auto", shellcheck: "auto", updates: "none" } as const;

type CheckFlags = Partial<
  Readonly<
    Record<(typeof values)[number] | keyof typeof choices, string> &
      Record<(typeof lists)[number], readonly string[]> &
      Record<(typeof switches)[number], boolean>
  >
>;

/** How a check was asked for: by its targets, and by what changes its findings. */
export function invocationOf(program: string, targets: readonly string[], flags: CheckFlags): Invocation {
  const flagWords = [
    ...values.flatMap((name) => flag(name, flags[name])),
    ...lists.flatMap((name) => (flags[name] ?? []).flatMap((value) => flag(name, value))),
    ...switches.flatMap((name) => (flags[name] === true ? [dashed(name)] : [])),
    ...Object.entries(choices).flatMap(([name, usual]) => {
      const value = flags[name as keyof typeof choices];
      return value === usual ? [] : flag(name, value);
    }),
  ];
  const names = targets.map((target) => shellQuote(target.startsWith("-") ? `./${target}` : target));
  return { program, targets: names, flags: flagWords };
}

function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [dashed(name), shellQuote(value)];
}

function dashed(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
