import { Failure } from "../../domain/failure.ts";
import type { Browsable } from "../../pipeline/verbs/inspect/browse.ts";
import { oneLine } from "../../reports/content/guard-text.ts";
import { bytesText } from "../../reports/content/units.ts";
import type { Screen } from "../screen/screen.ts";
import { draw, type Pen, type BrowsedImage } from "./draw.ts";
import { firstState, step, type State, type Wish } from "./state.ts";
import { mostShown, viewerOf } from "./viewer.ts";

/** Walks about in an image until its user has seen enough. Rejects with the reason of the signal. */
export async function browse(
  image: Browsable,
  screen: Screen,
  pen: Pen & { readonly dockerfile?: string | undefined },
): Promise<void> {
  const { name, info, tree } = image;
  const browsedImage: BrowsedImage = { name, info, tree, layers: info.layers.length, dockerfile: pen.dockerfile };
  const show = (state: State) => screen.draw(draw(state, browsedImage, pen));
  let state = firstState;
  try {
    for (;;) {
      for (const event of await screen.next()) {
        const next = step(state, event, browsedImage);
        ({ state } = next);
        if (next.wish?.kind === "quit") return;
        if (next.wish === undefined) continue;
        show({ ...state, message: "reading ..." });
        state = await granted(next.wish, state, image);
      }
      show(state);
    }
  } finally {
    screen.close();
  }
}

/** What can't be done is said on the screen, and nothing ends. */
async function granted(wish: Exclude<Wish, { kind: "quit" }>, state: State, image: Browsable): Promise<State> {
  try {
    if (wish.kind === "read") {
      const { bytes, size } = await image.read(state.layer, wish.path, mostShown);
      return { ...state, viewer: viewerOf(wish.path, bytes, size) };
    }
    const bytes = await image.save(state.layer, wish.path, wish.to);
    return { ...state, message: `${bytesText(bytes)} saved to ${oneLine(wish.to)}, which only you may read.` };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    return { ...state, message: `${oneLine(error.message)}. ${oneLine(error.hint)}` };
  }
}
