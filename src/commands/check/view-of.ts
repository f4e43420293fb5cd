import { Failure } from "../../domain/failure.ts";
import { checkViews, type CheckView } from "../../reports/content/summary/check-view.ts";

interface ViewFlags extends Readonly<Record<CheckView, boolean>> {
  readonly rule?: readonly string[];
}

/** The view that replaces the summary; a selection of rules implies the long one. Throws `Failure` (`bad-usage`) if two views are requested. */
export function viewOf(flags: ViewFlags): { readonly view?: CheckView } {
  const [view, otherView] = checkViews.filter((one) => flags[one]);
  if (otherView !== undefined)
    throw new Failure("bad-usage", `--${view} cannot be combined with --${otherView}`, {
      hint: "Leave one of them out.",
    });
  if (view === undefined) return flags.rule === undefined ? {} : { view: "long" };
  return { view };
}
