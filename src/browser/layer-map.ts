import type { ImageFiles } from "../domain/image/image-files.ts";
import type { AddressState } from "./address-state.ts";
import type { FileTree, MapNode } from "./file-tree.ts";
import type { MapControls, MapControlsGiven } from "./map-controls.ts";
import type { MapTableGiven } from "./map-table.ts";
import type { MapTile, MapTilesGiven } from "./map-tiles.ts";
import type { MapWords } from "./map-words.ts";
import type { Page, PageElement } from "./page.ts";
import type { Rectangle } from "./squarify.ts";

interface Tools {
  unpack(text: string): Promise<unknown>;
  fileTree(files: ImageFiles): FileTree;
  mapWords(files: ImageFiles, tree: FileTree): MapWords;
  squarify(weights: readonly number[], within: Rectangle): Rectangle[];
  mapTiles(nodes: readonly MapNode[], given: MapTilesGiven): MapTile[];
  mapControls(given: MapControlsGiven): MapControls;
  mapTable(nodes: readonly MapNode[], given: MapTableGiven): PageElement[];
}

/** The layer explorer: in each `.map` a treemap with its table, of the packed files next to it. Closed but for its arguments. */
export function layerMap(page: Page, say: (text: string) => void, address: AddressState, tools: Tools): void {
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

  function start(home: PageElement, id: string, files: ImageFiles): void {
    const tree = tools.fileTree(files);
    const words = tools.mapWords(files, tree);
    const root = tree.root();
    let trail: readonly MapNode[] = [root];
    let [matchingItems, at]: [readonly number[] | undefined, number] = [undefined, -1];
    let hits: ReadonlySet<number> | undefined;
    let maxRows = rowsAtOnce;
    let tiles: readonly MapTile[] = [];
    let waiting = 0;

    const [by] = address.get(`${id}.by`);
    const [size] = address.get(`${id}.size`);
    const [find] = address.get(`${id}.find`);
    const controls = tools.mapControls({
      document,
      withUse: files.used !== undefined,
      before: { by, size, find },
      grouped: (value) => {
        grouping = value;
        address.set(`${id}.by`, value === "folder" ? [] : [value]);
        go([root], false);
      },
      measured: (value) => {
        measure = value;
        address.set(`${id}.size`, value === "bytes" ? [] : [value]);
        draw();
      },
      typed: (text) => {
        page.clearTimeout(waiting);
        waiting = page.setTimeout(() => look(text), 150);
      },
      next: () => nextHit(),
    });
    let { grouping, measure } = controls;
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
    home.replaceChildren(controls.bar, crumbs, field, detail, table);

    const currentNode = (): MapNode => trail[trail.length - 1] ?? root;

    field.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const focusedIndex = tiles.findIndex(({ button }) => button === event.target);
      const focus = (index: number): void => tiles[Math.max(0, Math.min(tiles.length - 1, index))]?.button.focus();
      const node = tiles[focusedIndex]?.node;
      if (event.key === "ArrowDown") focus(focusedIndex + 1);
      else if (event.key === "ArrowUp") focus(focusedIndex - 1);
      else if (event.key === "Home") focus(0);
      else if (event.key === "End") focus(tiles.length - 1);
      else if (event.key === "ArrowRight" && node !== undefined) enter(node, true);
      else if (["ArrowLeft", "Backspace", "Escape"].includes(event.key)) go(trail.slice(0, -1), true);
      else if (event.key.length === 1 && event.key !== " ") {
        const letter = event.key.toLowerCase();
        const begins = (tile: MapTile): boolean => tile.node?.label.toLowerCase().startsWith(letter) === true;
        const next = tiles.findIndex((tile, index) => index > focusedIndex && begins(tile));
        const matchIndex = next === -1 ? tiles.findIndex(begins) : next;
        if (matchIndex === -1) return;
        focus(matchIndex);
      } else return;
      event.preventDefault();
    });
    let resized = 0;
    page.addEventListener("resize", () => {
      page.clearTimeout(resized);
      resized = page.setTimeout(draw, 200);
    });

    function look(text: string): void {
      matchingItems = text === "" ? undefined : tree.search(text);
      hits = matchingItems && new Set(matchingItems);
      at = -1;
      maxRows = rowsAtOnce;
      address.set(`${id}.find`, text === "" ? [] : [text]);
      if (matchingItems !== undefined)
        say(
          `${matchingItems.length} ${matchingItems.length === 1 ? "file" : "files"} found.${matchingItems.length > 0 ? " Enter goes to the next." : ""}`,
        );
      draw();
    }

    /** To the folder of the next match; the focus stays, so that Enter continues. */
    function nextHit(): void {
      if (matchingItems === undefined || matchingItems.length === 0) return;
      at = (at + 1) % matchingItems.length;
      const item = matchingItems[at] ?? 0;
      const way = [root];
      for (;;) {
        const inside = tree.childrenOf(way[way.length - 1] ?? root, grouping).find(({ items }) => items.includes(item));
        if (inside === undefined || inside.kind === "file") {
          go(way, false);
          if (inside !== undefined) describe(inside);
          break;
        }
        way.push(inside);
      }
      for (const { button, node } of tiles)
        if (node?.items.includes(item) === true) button.className = `${button.className} hit`;
      say(`${at + 1} of ${matchingItems.length}: ${tree.pathOf(files.paths[item] ?? 0)}`);
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
      maxRows = rowsAtOnce;
      address.set(
        `${id}.at`,
        to.slice(1).map(({ label }) => label),
      );
      draw();
      say(`${words.nameOf(currentNode())}: ${words.amount(currentNode(), measure)}`);
      const isPreviousNode = ({ node }: MapTile): boolean =>
        node !== undefined && node.kind === from?.kind && node.row === from.row && node.label === from.label;
      if (withFocus) (tiles.find(isPreviousNode) ?? tiles[0])?.button.focus();
    }

    function draw(): void {
      const searchHits = hits;
      const children = tree.childrenOf(currentNode(), grouping);
      const visibleNodes =
        searchHits === undefined
          ? children
          : children.filter(({ items }) => items.some((item) => searchHits.has(item)));
      const nodes = visibleNodes.sort((a, b) => b[measure] - a[measure]);
      drawTrail();
      const width = Math.max(240, field.clientWidth);
      const tileSettings = { document, tree, words, grouping, measure, within: currentNode(), width, height, ...tools };
      tiles = tools.mapTiles(
        nodes.filter((node) => node[measure] > 0),
        tileSettings,
      );
      for (const { button, node } of tiles) {
        button.addEventListener("focus", () => describe(node ?? currentNode()));
        button.addEventListener("pointerenter", () => describe(node ?? currentNode()));
        button.addEventListener("click", () => (node === undefined ? table.focus() : enter(node, true)));
      }
      const nothing = make("p", "soft", hits === undefined ? "Nothing here." : "Nothing of it was found here.");
      field.replaceChildren(...(tiles.length === 0 ? [nothing] : tiles.map(({ button }) => button)));
      tiles[0]?.button.setAttribute("tabindex", "0");
      drawTable(nodes);
      describe(currentNode());
    }

    function drawTrail(): void {
      const parts = trail.flatMap((node, depth) => {
        const label = node.kind === "all" ? "whole image" : node.label;
        if (depth === trail.length - 1) return [make("b", "", label)];
        const back = make("button", "link", label);
        back.setAttribute("type", "button");
        back.addEventListener("click", () => go(trail.slice(0, depth + 1), true));
        return [back, " / "];
      });
      crumbs.replaceChildren(...parts, ` ${words.amount(currentNode(), measure)}`);
    }

    function drawTable(nodes: readonly MapNode[]): void {
      const withUse = files.used !== undefined;
      const open = (node: MapNode): void => enter(node, false);
      const showMore = (): void => {
        maxRows += rowsAtOnce;
        drawTable(nodes);
      };
      table.replaceChildren(
        ...tools.mapTable(nodes, { document, tree, words, withUse, most: maxRows, open, showMore }),
      );
    }

    function describe(node: MapNode): void {
      const layerSizes = tree.layersOf(node);
      const list = make("ul", "");
      for (const { layer, bytes } of layerSizes.slice(0, 4)) {
        const link = make("a", "", words.layerText(layer));
        link.setAttribute("href", `#${id}-layer-${layer}`);
        list.append(make("li", "", layerSizes.length > 1 ? `${words.size(bytes)} made by ` : "made by ", link));
      }
      if (layerSizes.length > 4) list.append(make("li", "", `and ${layerSizes.length - 4} more layers`));
      detail.replaceChildren(
        make("b", "", words.nameOf(node)),
        `: ${words.amount(node, measure)}, ${words.about(node, currentNode(), measure)}`,
        list,
      );
    }

    /** The state of the address; unknown names in it are skipped. */
    function begin(): void {
      const way = [root];
      for (const label of address.get(`${id}.at`)) {
        const inside = tree.childrenOf(way[way.length - 1] ?? root, grouping).find((node) => node.label === label);
        if (inside === undefined || inside.kind === "file") break;
        way.push(inside);
      }
      trail = way;
      if (controls.text === "") draw();
      else look(controls.text);
      if (way.length > 1 || [by, size, find].some((choice) => choice !== undefined))
        home.scrollIntoView({ block: "nearest" });
    }

    begin();
    page.performance.mark("hullproof-map");
  }
}
