import { shellQuote } from "../../../dialects/text/shell-quote.ts";

/** The invocation of the report, so that the printed follow-up commands work. */
export interface Invocation {
  /** Command that started hullproof. */
  readonly program: string;
  /** Targets as typed, quoted for a shell; empty for the current folder. */
  readonly targets: readonly string[];
  /** Flags that affect the findings, quoted for a shell. */
  readonly flags: readonly string[];
  /** The --service option that `harden` needs for the recommended project; absent if it needs none. */
  readonly service?: string;
}

/** For a report without a command line: of an agent, or in a test. */
export const plainInvocation: Invocation = { program: "hullproof", targets: [], flags: [] };

/** Flags that affect the findings, with or without a value. */
const values = ["config", "baseline", "kubernetes", "podman"] as const;
const lists = ["enforce", "render", "values", "profile", "allowHost"] as const;
const switches = ["noInlineIgnores", "allowRules", "all", "layers"] as const;
/** Their default values. */
const choices = { bases: "auto", shellcheck: "auto", updates: "none" } as const;

type CheckFlags = Partial<
  Readonly<
    Record<(typeof values)[number] | keyof typeof choices, string> &
      Record<(typeof lists)[number], readonly string[]> &
      Record<(typeof switches)[number], boolean>
  >
>;

/** The invocation of a check: its targets, and the flags that affect its findings. */
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
