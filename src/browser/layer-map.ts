import type { ImageFiles } from "../domain/image/image-files.ts";
import type { FileTree, Grouping, MapNode } from "./file-tree.ts";
import type { MapTableGiven } from "./map-table.ts";
import type { MapTile, MapTilesGiven } from "./map-tiles.ts";
import type { MapWords, Measure } from "./map-words.ts";
import type { Page, PageElement } from "./page.ts";
import type { Rectangle } from "./squarify.ts";

interface Tools {
  unpack(text: string): Promise<unknown>;
  fileTree(files: ImageFiles): FileTree;
  mapWords(files: ImageFiles, tree: FileTree): MapWords;
  squarify(weights: readonly number[], within: Rectangle): Rectangle[];
  mapTiles(nodes: readonly MapNode[], given: MapTilesGiven): MapTile[];
  mapTable(nodes: readonly MapNode[], given: MapTableGiven): PageElement[];
}

/** The layer explorer: in each `.map` a treemap with its table, of the files that stand packed beside it. Closed but for its arguments. */
export function layerMap(page: Page, say: (text: string) => void, tools: Tools): void {
  const { document } = page;
  const rowsAtOnce = 100;
  const height = 440;
  for (const place of document.querySelectorAll(".map")) {
    const id = place.getAttribute("data-of") ?? "";
    const packed = document.getElementById(id);
    if (packed !== null)
      tools.unpack(packed.textContent).then(
        (files) => start(place, id, files as ImageFiles),
        () => say("This browser can't unpack the list of files."),
      );
  }

  function make(tag: string, name: string, ...parts: (PageElement | string)[]): PageElement {
    const element = document.createElement(tag);
    if (name !== "") element.className = name;
    element.append(...parts);
    return element;
  }

  function choice(label: string, options: readonly (readonly [string, string])[], pick: (value: string) => void) {
    const select = make("select", "");
    select.setAttribute("aria-label", label);
    for (const [value, text] of options) {
      const option = make("option", "", text);
      option.setAttribute("value", value);
      select.append(option);
    }
    select.addEventListener("change", () => pick(select.value));
    return make("label", "", `${label} `, select);
  }

  function start(home: PageElement, id: string, files: ImageFiles): void {
    const tree = tools.fileTree(files);
    const words = tools.mapWords(files, tree);
    const root = tree.root();
    let grouping: Grouping = "folder";
    let measure: Measure = "bytes";
    let trail: readonly MapNode[] = [root];
    let hits: ReadonlySet<number> | undefined;
    let most = rowsAtOnce;
    let tiles: readonly MapTile[] = [];

    const search = make("input", "");
    search.setAttribute("type", "search");
    let waiting = 0;
    search.addEventListener("input", () => {
      page.clearTimeout(waiting);
      waiting = page.setTimeout(() => find(search.value.trim()), 150);
    });
    const groupings: readonly (readonly [Grouping, string])[] = [
      ["folder", "directory"],
      ["layer", "layer"],
      ["package", "package"],
    ];
    const measures: readonly (readonly [Measure, string])[] = [
      ["bytes", "bytes"],
      ["wasted", "wasted bytes"],
      ...(files.used === undefined ? [] : [["unused", "bytes that the workload did not use"] as const]),
    ];
    const bar = make(
      "div",
      "map-bar",
      choice("By", groupings, (value) => {
        grouping = groupings.find(([name]) => name === value)?.[0] ?? "folder";
        go([root], false);
      }),
      choice("Size", measures, (value) => {
        measure = measures.find(([name]) => name === value)?.[0] ?? "bytes";
        draw();
      }),
      make("label", "", "Find a path ", search),
    );
    const crumbs = make("nav", "map-trail");
    crumbs.setAttribute("aria-label", `Where the map of ${files.image} is`);
    const field = make("div", "map-tiles");
    field.setAttribute("role", "group");
    field.setAttribute("aria-label", "Map: up and down move between tiles, right opens one, left goes back");
    const detail = make("div", "map-detail");
    const table = make("div", "scroll");
    table.setAttribute("tabindex", "0");
    table.setAttribute("role", "group");
    table.setAttribute("aria-label", "The map as a table");
    home.replaceChildren(bar, crumbs, field, detail, table);

    const here = (): MapNode => trail[trail.length - 1] ?? root;

    field.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const at = tiles.findIndex(({ button }) => button === event.target);
      const focus = (index: number): void => tiles[Math.max(0, Math.min(tiles.length - 1, index))]?.button.focus();
      const node = tiles[at]?.node;
      if (event.key === "ArrowDown") focus(at + 1);
      else if (event.key === "ArrowUp") focus(at - 1);
      else if (event.key === "Home") focus(0);
      else if (event.key === "End") focus(tiles.length - 1);
      else if (event.key === "ArrowRight" && node !== undefined) enter(node, true);
      else if (["ArrowLeft", "Backspace", "Escape"].includes(event.key)) go(trail.slice(0, -1), true);
      else if (event.key.length === 1 && event.key !== " ") {
        const letter = event.key.toLowerCase();
        const begins = (tile: MapTile): boolean => tile.node?.label.toLowerCase().startsWith(letter) === true;
        const next = tiles.findIndex((tile, index) => index > at && begins(tile));
        const found = next === -1 ? tiles.findIndex(begins) : next;
        if (found === -1) return;
        focus(found);
      } else return;
      event.preventDefault();
    });
    let resized = 0;
    page.addEventListener("resize", () => {
      page.clearTimeout(resized);
      resized = page.setTimeout(draw, 200);
    });

    function find(text: string): void {
      const found = text === "" ? undefined : tree.search(text);
      hits = found && new Set(found);
      most = rowsAtOnce;
      if (found !== undefined) say(`${found.length} ${found.length === 1 ? "file" : "files"} found.`);
      draw();
    }

    function enter(node: MapNode, withFocus: boolean): void {
      if (node.kind === "file") describe(node);
      else go([...trail, node], withFocus);
    }

    /** To another place; the focus goes to the tile that it came from, or to the largest. */
    function go(to: readonly MapNode[], withFocus: boolean): void {
      if (to.length === 0) return;
      const from = trail[to.length];
      trail = to;
      most = rowsAtOnce;
      draw();
      say(`${words.nameOf(here())}: ${words.size(here()[measure])}`);
      const same = ({ node }: MapTile): boolean =>
        node !== undefined && node.kind === from?.kind && node.row === from.row && node.label === from.label;
      if (withFocus) (tiles.find(same) ?? tiles[0])?.button.focus();
    }

    function draw(): void {
      const found = hits;
      const all = tree.childrenOf(here(), grouping);
      const kept = found === undefined ? all : all.filter(({ items }) => items.some((item) => found.has(item)));
      const nodes = kept.sort((a, b) => b[measure] - a[measure]);
      drawTrail();
      const width = Math.max(240, field.clientWidth);
      const given = { document, tree, words, grouping, measure, within: here(), width, height, ...tools };
      tiles = tools.mapTiles(
        nodes.filter((node) => node[measure] > 0),
        given,
      );
      for (const { button, node } of tiles) {
        button.addEventListener("focus", () => describe(node ?? here()));
        button.addEventListener("pointerenter", () => describe(node ?? here()));
        button.addEventListener("click", () => (node === undefined ? table.focus() : enter(node, true)));
      }
      const nothing = make("p", "soft", found === undefined ? "Nothing here." : "Nothing of it was found here.");
      field.replaceChildren(...(tiles.length === 0 ? [nothing] : tiles.map(({ button }) => button)));
      tiles[0]?.button.setAttribute("tabindex", "0");
      drawTable(nodes);
      describe(here());
    }

    function drawTrail(): void {
      const parts = trail.flatMap((node, at) => {
        const label = node.kind === "all" ? "whole image" : node.label;
        if (at === trail.length - 1) return [make("b", "", label)];
        const back = make("button", "link", label);
        back.setAttribute("type", "button");
        back.addEventListener("click", () => go(trail.slice(0, at + 1), true));
        return [back, " / "];
      });
      crumbs.replaceChildren(...parts, ` ${words.size(here()[measure])}`);
    }

    function drawTable(nodes: readonly MapNode[]): void {
      const withUse = files.used !== undefined;
      const open = (node: MapNode): void => enter(node, false);
      const showMore = (): void => {
        most += rowsAtOnce;
        drawTable(nodes);
      };
      table.replaceChildren(...tools.mapTable(nodes, { document, tree, words, withUse, most, open, showMore }));
    }

    function describe(node: MapNode): void {
      const made = tree.layersOf(node);
      const list = make("ul", "");
      for (const { layer, bytes } of made.slice(0, 4)) {
        const link = make("a", "", words.layerText(layer));
        link.setAttribute("href", `#${id}-layer-${layer}`);
        list.append(make("li", "", made.length > 1 ? `${words.size(bytes)} made by ` : "made by ", link));
      }
      if (made.length > 4) list.append(make("li", "", `and ${made.length - 4} more layers`));
      detail.replaceChildren(
        make("b", "", words.nameOf(node)),
        `: ${words.size(node[measure])}, ${words.about(node, here(), measure)}`,
        list,
      );
    }

    draw();
    page.performance.mark("hullproof-map");
  }
}
