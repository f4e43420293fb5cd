import { textIn, type ComposeNode, type Place } from "./compose-node.ts";
import { refuseAt } from "./refuse-at.ts";

/** Texts of a value that is one or a list of them. */
export function textsOf(node: ComposeNode | undefined): readonly { readonly text: string; readonly place: Place }[] {
  if (node === undefined) return [];
  return (node.kind === "list" ? node.items : [node]).map((item) => {
    const text = textIn(item);
    if (text === undefined) throw refuseAt(item.place, "it must be a text");
    return { text, place: item.place };
  });
}
