import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import { checkBuffer, maxCharacters, type CheckedBuffer } from "../../pipeline/editor/check-buffer.ts";
import type { Context } from "../../pipeline/context.ts";
import type { OpenDocument } from "./documents.ts";
import { shownFindings, type ShownFinding } from "./show-finding.ts";

/** One version of a text with its findings. */
export interface JudgedDocument {
  readonly document: OpenDocument;
  readonly buffer?: CheckedBuffer;
  readonly shown: readonly ShownFinding[];
  /** Why it was not judged. */
  readonly trouble?: string;
}

export interface JudgeOptions {
  /** The current version; undefined once it is closed. */
  readonly current: (uri: string) => OpenDocument | undefined;
  readonly contextOf: (path: string, signal: AbortSignal) => Context;
  /** Called after the current version was judged. */
  readonly done: (judged: JudgedDocument) => void;
}

export interface Judge {
  /** Judges the current version once the typing pauses; aborts the work on an earlier one. */
  soon(uri: string): void;
  /** The judged current version; undefined for a text that is not open. */
  now(uri: string): Promise<JudgedDocument | undefined>;
  /** The same, after the typing pauses. */
  settled(uri: string): Promise<JudgedDocument | undefined>;
  forget(uri: string): void;
}

const superseded = new Error("superseded");

/** Milliseconds without a change. */
export const pauseMs = 150;

export function openJudge({ current, contextOf, done }: JudgeOptions): Judge {
  const latestJudgments = new Map<
    string,
    { readonly version: OpenDocument; readonly judged: Promise<JudgedDocument> }
  >();
  const stops = new Map<string, AbortController>();
  const pauses = new Map<string, Promise<void>>();
  /** Judges one text at a time: texts that are closed before their turn cost nothing, and shutdown waits for only one. */
  let last: Promise<unknown> = Promise.resolve();

  const stop = (uri: string): AbortSignal => {
    stops.get(uri)?.abort(superseded);
    const next = new AbortController();
    stops.set(uri, next);
    return next.signal;
  };
  const judgeDocument = (document: OpenDocument): Promise<JudgedDocument> => {
    const previous = latestJudgments.get(document.uri);
    if (previous?.version === document) return previous.judged;
    const signal = stop(document.uri);
    const answer = last.then(() => {
      signal.throwIfAborted();
      return judge(document, contextOf(document.path, signal));
    });
    last = answer.catch(() => {});
    latestJudgments.set(document.uri, { version: document, judged: answer });
    void answer.then(
      (judgedDocument) => {
        if (current(document.uri) === document) done(judgedDocument);
      },
      () => {
        if (latestJudgments.get(document.uri)?.version === document) latestJudgments.delete(document.uri);
      },
    );
    return answer;
  };
  async function judgeNow(uri: string): Promise<JudgedDocument | undefined> {
    // Another version or a related file may supersede the result meanwhile.
    for (;;) {
      const document = current(uri);
      if (document === undefined) return undefined;
      try {
        return await judgeDocument(document);
      } catch (error) {
        if (error !== superseded && current(uri) === document) throw error;
      }
    }
  }
  return {
    soon(uri) {
      latestJudgments.delete(uri);
      const signal = stop(uri);
      // A superseded judgment throws.
      const pause = wait(pauseMs, undefined, { signal }).catch(() => {});
      pauses.set(uri, pause);
      void pause.then(async () => {
        if (pauses.get(uri) === pause) pauses.delete(uri);
        const document = current(uri);
        // The error is reported at its origin.
        if (!signal.aborted && document !== undefined) await judgeDocument(document).catch(() => {});
      });
    },
    now: judgeNow,
    async settled(uri) {
      for (let pause = pauses.get(uri); pause !== undefined; pause = pauses.get(uri)) await pause;
      return judgeNow(uri);
    },
    forget(uri) {
      stops.get(uri)?.abort(new Error("closed"));
      stops.delete(uri);
      latestJudgments.delete(uri);
    },
  };
}

async function judge(document: OpenDocument, context: Context): Promise<JudgedDocument> {
  const { path, language, lines, tooLong } = document;
  if (tooLong) {
    const trouble = `the text has more than ${maxCharacters / 2 ** 20} MiB; open it again once it is shorter`;
    return { document, shown: [], trouble };
  }
  try {
    const buffer = await checkBuffer({ path, language, text: lines.text }, context);
    return { document, ...(buffer && { buffer }), shown: buffer === undefined ? [] : shownFindings(buffer, lines) };
  } catch (error) {
    context.signal?.throwIfAborted();
    if (error instanceof Failure) return { document, shown: [], trouble: `${error.message}. ${error.hint}` };
    // One text must not end the server for all others.
    return { document, shown: [], trouble: `hullproof broke on it (${String(error)}); this is a bug` };
  }
}
