import { folderIndex } from "./folder-index.ts";

/** `src/emit/index.ts` and `src/reports/index.ts`. */
export function emitIndex(root: string): { path: string; text: string }[] {
  return [
    folderIndex(root, {
      folder: "src/emit",
      type: "Emitter",
      from: "emitter.ts",
      list: "emitters",
      comment: "Every dialect that a profile can be printed in.",
    }),
    folderIndex(root, {
      folder: "src/reports",
      type: "Format",
      from: "format.ts",
      list: "formats",
      comment: "Every format that a report can be printed in.",
    }),
  ];
}
