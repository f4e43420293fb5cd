import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import { checkBuffer, maxCharacters, type CheckedBuffer } from "../../pipeline/editor/check-buffer.ts";
import type { Context } from "../../pipeline/context.ts";
import type { OpenDocument } from "./documents.ts";
import { shownFindings, type ShownFinding } from "./show-finding.ts";

/** One version of a text with what was found in it. */
export interface Judged {
  readonly document: OpenDocument;
  readonly buffer?: CheckedBuffer;
  readonly shown: readonly ShownFinding[];
  /** Why it was not judged. */
  readonly trouble?: string;
}

export interface JudgeOptions {
  /** As it is now; undefined once it is closed. */
  readonly current: (uri: string) => OpenDocument | undefined;
  readonly contextOf: (path: string, signal: AbortSignal) => Context;
  /** A version that is still the current one was judged. */
  readonly done: (judged: Judged) => void;
}

export interface Judge {
  /** Judges the current version once the typing pauses; what was under way for an earlier one ends. */
  soon(uri: string): void;
  /** The current version, judged; undefined for a text that is not open. */
  now(uri: string): Promise<Judged | undefined>;
  /** The same once the typing pauses. */
  settled(uri: string): Promise<Judged | undefined>;
  forget(uri: string): void;
}

const superseded = new Error("superseded");

/** Milliseconds without a change. */
export const pauseMs = 150;

export function openJudge({ current, contextOf, done }: JudgeOptions): Judge {
  const known = new Map<string, { readonly version: OpenDocument; readonly judged: Promise<Judged> }>();
  const stops = new Map<string, AbortController>();
  const pauses = new Map<string, Promise<void>>();
  /** One text at a time: of fifty that were opened at once, those that are closed again cost nothing, and the end waits for one. */
  let last: Promise<unknown> = Promise.resolve();

  const stop = (uri: string): AbortSignal => {
    stops.get(uri)?.abort(superseded);
    const next = new AbortController();
    stops.set(uri, next);
    return next.signal;
  };
  const judged = (document: OpenDocument): Promise<Judged> => {
    const before = known.get(document.uri);
    if (before?.version === document) return before.judged;
    const signal = stop(document.uri);
    const answer = last.then(() => {
      signal.throwIfAborted();
      return judge(document, contextOf(document.path, signal));
    });
    last = answer.catch(() => {});
    known.set(document.uri, { version: document, judged: answer });
    void answer.then(
      (one) => {
        if (current(document.uri) === document) done(one);
      },
      () => {
        if (known.get(document.uri)?.version === document) known.delete(document.uri);
      },
    );
    return answer;
  };
  async function now(uri: string): Promise<Judged | undefined> {
    // What is judged may be superseded meanwhile, by another version or by what lies beside it.
    for (;;) {
      const document = current(uri);
      if (document === undefined) return undefined;
      try {
        return await judged(document);
      } catch (error) {
        if (error !== superseded && current(uri) === document) throw error;
      }
    }
  }
  return {
    soon(uri) {
      known.delete(uri);
      const signal = stop(uri);
      // Superseded where it throws.
      const pause = wait(pauseMs, undefined, { signal }).catch(() => {});
      pauses.set(uri, pause);
      void pause.then(async () => {
        if (pauses.get(uri) === pause) pauses.delete(uri);
        const document = current(uri);
        // It is reported where it breaks.
        if (!signal.aborted && document !== undefined) await judged(document).catch(() => {});
      });
    },
    now,
    async settled(uri) {
      for (let pause = pauses.get(uri); pause !== undefined; pause = pauses.get(uri)) await pause;
      return now(uri);
    },
    forget(uri) {
      stops.get(uri)?.abort(new Error("closed"));
      stops.delete(uri);
      known.delete(uri);
    },
  };
}

async function judge(document: OpenDocument, context: Context): Promise<Judged> {
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
