import type { ContainerSpecs } from "../src/domain/container/container-spec.ts";
import { ofCompose } from "../src/dialects/compose/read.ts";
import { newestCompose } from "../src/formats/compose/compose-version.ts";
import { emptyDone, loadFiles, type Reading } from "../src/formats/compose/load-files.ts";
import { quirksFor } from "../src/formats/compose/quirks.ts";

/** The containers of Compose texts that are layered; others beside them are what these include or extend. Paths are those of one folder. */
export function composeContainers(
  text: string,
  others: Readonly<Record<string, string>> = {},
  layers: readonly string[] = ["compose.yaml"],
): ContainerSpecs {
  const files = new Map(Object.entries({ "compose.yaml": text, ...others }));
  const reading: Reading = {
    shown: (path) => path.replace(/^\/p\//, ""),
    home: undefined,
    elsewhere: () => {},
    read(path) {
      const found = files.get(path.replace(/^\/p\//, ""));
      if (found === undefined) throw new Error(`the test has no ${path}`);
      return found;
    },
    included: (_, __, outer) => outer,
  };
  const model = loadFiles(
    layers.map((layer) => `/p/${layer}`),
    {
      quirks: quirksFor(newestCompose),
      reading,
      base: { folder: "/p", home: undefined },
      lookup: { value: () => undefined, missing: () => {}, open: true },
      including: [],
      done: emptyDone(),
    },
  );
  return ofCompose(model, files);
}
