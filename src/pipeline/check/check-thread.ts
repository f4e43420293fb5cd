// A thread of check-many.ts: judges its share and hands it over in batches.
import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "../../domain/failure.ts";
import { checkAll } from "./check-all.ts";
import type { Message, Share } from "./check-many.ts";
import { openBaseImages, type BaseImages } from "./known-bases.ts";
import { pack, type Packed } from "./packed.ts";
import type { Context } from "../context.ts";

const batch = 128;
const { found, bases, shellcheck, ...given } = workerData as Share;
const tell = (message: Message): void => parentPort?.postMessage(message);

let images: Promise<BaseImages> | undefined;
const context: Context = {
  ...given,
  progress: () => {},
  run: () => Promise.reject(new Error("a thread judges texts, which need no engine")),
  ...(bases && { baseImages: () => (images ??= openBaseImages(process.env)) }),
  // The thread as a whole is ended from outside.
  ...(shellcheck && { shellcheck: { signal: new AbortController().signal } }),
};

try {
  let checked: Packed[] = [];
  for await (const one of checkAll(found, context, false)) {
    checked.push(pack(one));
    if (checked.length < batch) continue;
    tell({ checked });
    checked = [];
  }
  tell({ checked });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const { code, message, hint } = error;
  tell({ failure: { code, message, hint } });
}
