import type { Page } from "./page.ts";

/** Shows the buttons that copy a text of the page: without a script they would do nothing, so they are hidden until then. */
export function copyButtons(page: Page, say: (text: string) => void): void {
  for (const button of page.document.querySelectorAll("button.copy")) {
    const text = page.document.getElementById(button.getAttribute("data-of") ?? "");
    if (text === null) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const { clipboard } = page.navigator;
      // A browser may refuse it, for a page out of a file for one: then the text is selected, and the keyboard copies it.
      const select = () => {
        page.getSelection()?.selectAllChildren(text);
        say("Selected: press Ctrl+C to copy it.");
      };
      if (clipboard === undefined) select();
      else clipboard.writeText(text.textContent).then(() => say("Copied."), select);
    });
  }
}
