import { Failure } from "../../domain/failure.ts";
import { checkViews, type CheckView } from "../../reports/content/summary/check-view.ts";

interface ViewFlags extends Readonly<Record<CheckView, boolean>> {
  readonly rule?: readonly string[];
}

/** What to print in place of a summary; whoever asks for single rules gets all of them. Throws `Failure` (`bad-usage`) where two were asked for. */
export function viewOf(flags: ViewFlags): { readonly view?: CheckView } {
  const [view, otherView] = checkViews.filter((one) => flags[one]);
  if (otherView !== undefined)
    throw new Failure("bad-usage", `--${view} cannot be combined with --${otherView}`, {
      hint: "Leave one of them out.",
    });
  if (view === undefined) return flags.rule === undefined ? {} : { view: "long" };
  return { view };
}
