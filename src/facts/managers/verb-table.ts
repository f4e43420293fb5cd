import { ownValue } from "../../domain/own-value.ts";
import type { ShellWord } from "../dockerfile/dockerfile.ts";
import type { PackageAction, PackageOperand, PackageOption } from "./package-call.ts";
import type { ReadCall } from "./package-manager.ts";
import { splitWords } from "./split-words.ts";

/** A command line of the form `options VERB options operands`, as data. */
export interface VerbTable {
  /** Options that take the next word. */
  readonly valued: ReadonlySet<string>;
  /** By verb; two words where the first only names a group: `cache clean`. */
  readonly actions: Readonly<Record<string, PackageAction>>;
  /** The action without a verb; if absent, such a call does not count. */
  readonly bare?: PackageAction;
  readonly operand: (word: ShellWord) => PackageOperand;
  /** Operands given as values of options: the requirements of `-r`. */
  readonly fromOption?: (option: PackageOption) => PackageOperand | undefined;
}

export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

export function readVerb(args: readonly ShellWord[], table: VerbTable): ReadCall | undefined {
  const { options, plain } = splitWords(args, table.valued);
  return readPlain(plain, options, table);
}

/** The part after splitting, for a manager with its own option syntax. */
export function readPlain(
  plain: readonly ShellWord[],
  options: readonly PackageOption[],
  { actions, bare, operand, fromOption }: VerbTable,
): ReadCall | undefined {
  const [first, second] = plain;
  if (first === undefined) return bare && { action: bare, options, operands: optionOperands(options, fromOption) };
  const pair = second === undefined ? undefined : actionOf(actions, `${first.text} ${second.text}`);
  const verb = pair === undefined ? first : (second ?? first);
  const action = pair ?? actionOf(actions, first.text) ?? "other";
  const operandWords = plain.slice(pair === undefined ? 1 : 2);
  return { action, verb, options, operands: [...operandWords.map(operand), ...optionOperands(options, fromOption)] };
}

function actionOf(actions: VerbTable["actions"], verb: string): PackageAction | undefined {
  return ownValue(actions, verb);
}

function optionOperands(
  options: readonly PackageOption[],
  fromOption: VerbTable["fromOption"],
): readonly PackageOperand[] {
  return fromOption === undefined ? [] : options.flatMap((option) => fromOption(option) ?? []);
}
