import type { ConfigurationAnswer } from "../../../domain/fleet/answers.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { imageList } from "../table.ts";

export default definePage<ConfigurationAnswer>({
  question: "configuration",
  menu: { title: "Labels and user", order: 5 },
  title: () => "Images by label or user",
  body: (answer, links) =>
    html`<form class="search" action="${links.page("configurations")}" method="get">
        <label for="label">Label</label><input id="label" name="label" placeholder="NAME or NAME=VALUE" />
        <button type="submit">Show</button>
      </form>
      <form class="search" action="${links.page("configurations")}" method="get">
        <label for="user">User</label><input id="user" name="user" placeholder="root, 10001" />
        <button type="submit">Show</button>
      </form>
      ${imageList(answer, links)}`,
});
